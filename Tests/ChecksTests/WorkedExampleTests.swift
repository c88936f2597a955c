// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import FoundationEssentials
import SCSSimulatedCloud
import TestSupport
import Testing

/// CONTRIBUTING.md shows exactly this compiled example.
struct WorkedExampleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    @Test func `CONTRIBUTING.md shows this compiled example`() throws {
        let root = Self.folder.deletingLastPathComponent().deletingLastPathComponent()
        func text(_ url: URL) throws -> String {
            String(decoding: try Data(contentsOf: url), as: UTF8.self)
        }
        let source = try text(Self.folder.appending(component: "SCS9999Snapshots.swift"))
        let code = source.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
            .joined(separator: "\n")
        let page = try text(root.appending(component: "CONTRIBUTING.md"))
        #expect(page.contains("```swift\n\(code)```"))
    }

    @Test func `The example passes, fails and cleans up as documented`()
        async throws
    {
        let module = SCS9999Snapshots()
        let plan = try Plan(of: module)
        let run = try SimulatedRun()
        let before = run.cloud.inventory
        #expect(await run.carryOut(plan).map(\.verdict) == [.pass, .pass])
        #expect(run.cloud.inventory == before)
        let example = try #require(module.examples.first)
        let outcomes = try await module.judge(example.facts)
        #expect(outcomes["scs-9999-snapshot"]?.verdict == .missing)
        #expect(outcomes["scs-9999-names"]?.verdict == .fail)
    }
}
