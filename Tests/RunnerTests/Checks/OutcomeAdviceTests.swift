// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSimulatedCloud
import Testing
import TestSupport

@testable import SCSCheckCommand

/// Whatever goes wrong with a cloud, each outcome that is not a PASS says what to do.
@Suite struct OutcomeAdviceTests {
    @Test(arguments: Profile.Fault.allCases)
    func `Every outcome that is not a PASS has advice`(_ fault: Profile.Fault) async throws {
        let registry = try CheckProgram.current.registry()
        let plan = try Plan(
            modules: registry.modules, standards: registry.standards,
            selectors: ["scs-0101", "scs-0115", "scs-0116", "scs-0117", "scs-0121"],
            depth: fault == .compliant ? .full : .data)
        let outcomes = try await SimulatedRun(fault.rawValue).carryOut(plan)
        for outcome in outcomes where outcome.verdict != .pass {
            #expect(outcome.reason != nil, "\(outcome.id)")
            #expect(outcome.message?.isEmpty == false, "\(outcome.id)")
            #expect(outcome.advice?.isEmpty == false, "\(outcome.id): \(outcome.message ?? "")")
        }
    }

    @Test func `Advice about a server in ERROR does not name Block Storage's logs`() async throws {
        let outcomes = try await outcomes("server-error", "scs-0101-entropy-avail")
        let outcome = try #require(outcomes.first { $0.id == "scs-0101-entropy-avail" })
        #expect(outcome.verdict == .fail || outcome.verdict == .abort)
        #expect(outcome.advice?.contains("Compute") == true, "\(outcome.advice ?? "")")
        #expect(outcome.advice?.contains("Block Storage") == false)
    }

    @Test func `A full Compute quota is a quota, not a missing permission`() async throws {
        let outcomes = try await outcomes("server-quota-full", "scs-0101-entropy-avail")
        let outcome = try #require(outcomes.first { $0.id == "scs-0101-entropy-avail" })
        #expect(outcome.verdict == .abort && outcome.reason == .quota)
    }

    private func outcomes(_ profile: String, _ id: String) async throws -> [TestcaseOutcome] {
        let registry = try CheckProgram.current.registry()
        let plan = try Plan(
            modules: registry.modules, standards: registry.standards, selectors: [id], depth: nil)
        return try await SimulatedRun(profile).carryOut(plan)
    }
}
