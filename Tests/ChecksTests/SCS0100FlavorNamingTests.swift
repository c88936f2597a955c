// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSCheckModules
import Testing
import TestSupport

struct SCS0100FlavorNamingTests {
    private func judge(
        _ name: String, vcpus: Int = 2, ram: Int = 4096, disk: Int = 20
    ) async throws -> [String: TestcaseOutcome] {
        try await SCS0100FlavorNaming().judge(
            """
            {"flavors": [{"name": "\(name)", "vcpus": \(vcpus), "ram": \(ram), "disk": \(disk),
              "extra_specs": {}}]}
            """)
    }

    @Test(arguments: ["SCS-2Q-4", "SCS-2C-4ou", "SCS-", "SCS-2V"])
    func `A name outside the grammar fails only the syntax check`(
        name: String
    ) async throws {
        let outcomes = try await judge(name)
        #expect(outcomes["scs-0100-syntax-check"]?.ruling == "FAIL demand-not-met")
        #expect(outcomes["scs-0100-semantics-check"]?.ruling == "PASS")
    }

    @Test(arguments: [
        (1, 4096, 20, "has 1 vCPU; its name promises 2."),
        (2, 4044, 20, "has 4044 MiB of memory; its name promises 4.0 GiB."),
        (2, 4096, 19, "has a disk of 19 GB; its name promises 20 GB."),
    ])
    func `A flavor with less than its name promises is reported`(
        vcpus: Int, ram: Int, disk: Int, told: String
    ) async throws {
        let outcome = try await judge("SCS-2V-4-20", vcpus: vcpus, ram: ram, disk: disk)[
            "scs-0100-semantics-check"]
        #expect(outcome?.violations == ["The flavor SCS-2V-4-20 \(told)"])
    }

    @Test func `A little reserved memory is no violation`() async throws {
        let outcome = try await judge("SCS-2V-4-20", ram: 4045)["scs-0100-semantics-check"]
        #expect(outcome?.ruling == "PASS", "\(outcome?.message ?? "")")
    }
}
