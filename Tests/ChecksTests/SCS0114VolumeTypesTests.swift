// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSCheckModules
import Testing
import TestSupport

struct SCS0114VolumeTypesTests {
    private func judge(_ description: String) async throws -> [String: TestcaseOutcome] {
        try await SCS0114VolumeTypes().judge(
            #"{"volume_types": [{"name": "LUKS", "description": "\#(description)"}]}"#)
    }

    @Test(arguments: [
        (
            "[scs:replicated, encrypted]",
            "lists [scs:replicated, encrypted]; aspects must be sorted"
        ),
        (
            "[scs:encrypted, encrypted]",
            "lists the aspect 'encrypted' 2 times; it may occur only once."
        ),
        ("[scs:fast]", "lists the unknown aspect 'fast'; it must be one of encrypted, replicated."),
    ])
    func `A malformed list is reported`(description: String, told: String) async throws {
        let outcome = try await judge(description)["scs-0114-syntax-check"]
        #expect(outcome?.ruling == "FAIL demand-not-met")
        #expect(outcome?.message?.hasPrefix("The volume type LUKS \(told)") == true)
    }

    @Test(arguments: ["", "see [scs:encrypted]", "[scs:encrypted", "[scs:]"])
    func `A description without a list at its start has no aspects`(
        description: String
    ) async throws {
        let outcomes = try await judge(description)
        #expect(outcomes["scs-0114-syntax-check"]?.ruling == "PASS")
        #expect(outcomes["scs-0114-encrypted-type"]?.ruling == "FAIL demand-not-met")
        #expect(
            outcomes["scs-0114-replicated-type"]?.message?.hasSuffix("(1 volume type checked).")
                == true)
    }
}
