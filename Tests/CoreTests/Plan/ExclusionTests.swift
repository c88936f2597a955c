// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Testing

@testable import SCSCheck

/// What a user excludes, and when that is a mistake.
struct ExclusionTests {
    private static let standard = StandardDescription(
        id: "scs-0117", version: "scs-0117-v1", name: "Volume backup",
        aliases: ["volume-backup"], summary: "", url: "", testcases: [])

    @Test func `A glob that excludes nothing is a mistake`() throws {
        var exclusion = try Exclusion(["scs-0117-x-*", "scs-0118"])
        #expect(exclusion.glob(for: "scs-0117-x-data", of: Self.standard) == "scs-0117-x-*")
        let error = #expect(throws: UselessExclusion.self) { try exclusion.check([true]) }
        #expect(error?.description.contains("scs-0118 has no effect") == true)
    }

    @Test func `Excluding everything is a mistake`() throws {
        var exclusion = try Exclusion(["*"])
        _ = exclusion.glob(for: "a", of: nil)
        #expect(throws: UselessExclusion.self) { try exclusion.check([false, false]) }
        #expect(throws: UselessExclusion.self) { try exclusion.check([]) }
        try exclusion.check([false, true])
        #expect(throws: MalformedGlob.self) { try Exclusion(["a", "b["]) }
    }

    @Test(arguments: ["volume-backup", "scs-0117", "scs-0117-v?", "SCS-0117-T*", "*-backup"])
    func `A standard is excluded by its names, a test case by its id`(_ glob: String) throws {
        var exclusion = try Exclusion([glob])
        #expect(exclusion.glob(for: "scs-0117-test-backup", of: Self.standard) == glob)
    }

    @Test func `Nothing is excluded without a request`() throws {
        var exclusion = try Exclusion([])
        #expect(exclusion.glob(for: "a", of: Self.standard) == nil)
        try exclusion.check([])
    }
}
