// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSCheckModules
import Testing
import TestSupport

struct SCS0103StandardFlavorsTests {
    private func outcome(_ flavors: String...) async throws -> TestcaseOutcome {
        let standard = try StandardDescription.described(
            "scs-0103",
            """
            testcases:
              - id: scs-0103-flavor-4v-16-100s
                title: A flavor
                target: main
                policy: {flavor: SCS-4V-16-100s}
            """)
        let outcomes = try await SCS0103StandardFlavors(standard).judge(
            #"{"flavors": [\#(flavors.joined(separator: ", "))]}"#)
        return try #require(outcomes["scs-0103-flavor-4v-16-100s"])
    }

    @Test(arguments: ["m1.large", "SCS-4V-16-100q", "''"])
    func `A standard that requires no flavor of scs-0100 is refused at its place`(name: String)
        throws
    {
        let standard = try StandardDescription.described(
            "scs-0103",
            "testcases: [{id: scs-0103-flavor-x, title: A flavor, target: main, policy: {flavor: \(name)}}]"
        )
        let error = #expect(throws: YAMLError.self) { try SCS0103StandardFlavors(standard) }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains("flavor"), "\(text)")
    }

    private func flavor(_ name: String, vcpus: Int = 4, disk: Int = 100, _ specs: String) -> String
    {
        """
        {"name": "\(name)", "vcpus": \(vcpus), "ram": 16384, "disk": \(disk), "extra_specs": {\(specs)}}
        """
    }

    private static let specs = """
        "scs:cpu-type": "shared-core", "scs:disk0-type": "ssd",
        "scs:name-v1": "SCS-4V:16:100s", "scs:name-v2": "SCS-4V-16-100s"
        """

    @Test func `A missing flavor is reported with the number checked`() async throws {
        let outcome = try await outcome(flavor("m1.large", ""))
        #expect(
            outcome.violations == [
                "No flavor has the extra spec scs:name-v2=SCS-4V-16-100s or is called "
                    + "SCS-4V-16-100s (1 flavor checked)."
            ])
    }

    @Test func `Every flavor of a standard name must match it`() async throws {
        let outcome = try await outcome(
            flavor("right", Self.specs), flavor("wrong", vcpus: 2, disk: 120, Self.specs))
        #expect(
            outcome.violations == [
                "The flavor wrong claims to be SCS-4V-16-100s, but vcpus is 2 (expected 4); disk is "
                    + "120 (expected 100)."
            ])
    }

    @Test func `A flavor without extra specs fails`() async throws {
        let outcome = try await outcome(flavor("SCS-4V-16-100s", ""))
        #expect(outcome.ruling == "FAIL demand-not-met")
        #expect(outcome.message?.contains("scs:cpu-type is not set (expected shared-core)") == true)
    }

    @Test func `Facts without extra specs yield no verdict`() async throws {
        let outcome = try await outcome(
            #"{"name": "x", "vcpus": 4, "ram": 16384, "disk": 100}"#)
        #expect(outcome.ruling == "ABORT not-applicable")
    }
}
