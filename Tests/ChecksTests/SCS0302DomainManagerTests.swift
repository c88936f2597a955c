// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSimulatedCloud
import Testing
import TestSupport

@testable import SCSCheckModules

/// scs-0302 against a simulated Identity service, intact and with one hole each.
struct SCS0302DomainManagerTests {
    static let ids = SCS0302DomainManager().testcases.map(\.id)

    @Test func `Managers confined to their own domain pass and leave nothing behind`()
        async throws
    {
        let run = try SimulatedRun()
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(try Plan(of: SCS0302DomainManager()))
        for outcome in outcomes {
            #expect(outcome.verdict == .pass, "\(outcome.id): \(outcome.message ?? "")")
            #expect(outcome.leftovers.isEmpty)
        }
        #expect(outcomes.map(\.id) == Self.ids)
        #expect(run.cloud.inventory == before)
    }

    /// Each hole with its report.
    static let holes = [
        ("domain", "can see 2 other domains, the first of them default."),
        ("users", "can change the user scs-check-test-"),
        ("projects", "can delete the project scs-check-test-"),
        ("groups", "can show the group scs-check-test-"),
        ("members", "can add the user scs-check-test-"),
        ("assignments", "the role admin in the project scs-check-test-"),
        ("roles", "The manager of the domain scs-a can create a role."),
    ]

    @Test(arguments: holes)
    func `A hole fails only its own test case and leaves nothing behind`(
        _ name: String, _ told: String
    ) async throws {
        let run = try SimulatedRun("scs-0302-x-\(name)")
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(try Plan(of: SCS0302DomainManager()))
        #expect(outcomes.filter { $0.verdict == .fail }.map(\.id) == ["scs-0302-x-\(name)"])
        let failed = try #require(outcomes.first { $0.verdict == .fail })
        #expect(failed.reason == .requirementNotMet)
        #expect(failed.message?.contains(told) == true, "\(failed.message ?? "")")
        #expect(outcomes.flatMap(\.leftovers).isEmpty)
        #expect(run.cloud.inventory == before)
    }

    @Test(arguments: [[:], [Persona.manager: SimulatedCloud.Credentials.manager]])
    func `Without a manager's credential there is no verdict`(
        _ personas: [Persona: SimulatedCloud.Credentials]
    ) async throws {
        let run = try SimulatedRun(with: personas)
        let plan = try Plan(of: SCS0302DomainManager())
        let outcomes = await InterfaceTerm.$given.withValue(.init(\.rawValue)) {
            await run.carryOut(plan)
        }
        for outcome in outcomes {
            #expect(outcome.verdict == .abort && outcome.reason == .notApplicable)
            let missing = personas.isEmpty ? InterfaceTerm.managerCloud : .otherManagerCloud
            #expect(outcome.advice?.contains(missing.rawValue) == true)
        }
    }

    @Test(arguments: [
        (SimulatedCloud.Credentials.member, "manager credential is not scoped to a domain"),
        (.otherManager, "for the same domain"),
    ])
    func `Credentials that are not two domains' managers are refused with the reason`(
        _ manager: SimulatedCloud.Credentials, _ told: String
    ) async throws {
        let run = try SimulatedRun(with: [.manager: manager, .otherManager: .otherManager])
        for outcome in await run.carryOut(try Plan(of: SCS0302DomainManager())) {
            #expect(outcome.verdict == .abort && outcome.reason == .notApplicable)
            #expect(outcome.message?.contains(told) == true)
        }
    }
}
