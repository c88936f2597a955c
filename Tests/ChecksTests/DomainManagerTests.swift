// SPDX-License-Identifier: Apache-2.0
import Core
import SimulatedCloud
import TestSupport
import Testing

@testable import Checks

/// scs-0302 against a simulated Identity service, whole and with one hole each.
@Suite struct DomainManagerTests {
    static let ids = SCS0302DomainManager().testcases.map(\.id)

    @Test("Managers who rule over their own domain alone pass, and leave nothing behind")
    func compliant() async throws {
        let run = try SimulatedRun()
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(try plan())
        for outcome in outcomes {
            #expect(outcome.verdict == .pass, "\(outcome.id): \(outcome.message ?? "")")
            #expect(outcome.leftovers.isEmpty)
        }
        #expect(outcomes.map(\.id) == Self.ids)
        #expect(run.cloud.inventory == before)
    }

    /// Each hole with what the report says of it.
    static let holes = [
        ("domain", "can see 2 other domains, the first of them default."),
        ("users", "can change the user scs-check-test-"),
        ("projects", "can delete the project scs-check-test-"),
        ("groups", "can show the group scs-check-test-"),
        ("members", "can add the user scs-check-test-"),
        ("assignments", "the role admin in the project scs-check-test-"),
        ("roles", "The manager of the domain scs-a can create a role."),
    ]

    @Test("A hole fails its test case and no other, and nothing is left", arguments: holes)
    func hole(_ name: String, _ told: String) async throws {
        let run = try SimulatedRun("scs-0302-x-\(name)")
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(try plan())
        #expect(outcomes.filter { $0.verdict == .fail }.map(\.id) == ["scs-0302-x-\(name)"])
        let failed = try #require(outcomes.first { $0.verdict == .fail })
        #expect(failed.reason == .demandNotMet)
        #expect(failed.message?.contains(told) == true, "\(failed.message ?? "")")
        #expect(outcomes.flatMap(\.leftovers).isEmpty)
        #expect(run.cloud.inventory == before)
    }

    @Test(
        "Without a manager's credential nothing is judged",
        arguments: [[:], [Party.manager: SimulatedCloud.Credentials.manager]])
    func missing(_ parties: [Party: SimulatedCloud.Credentials]) async throws {
        let run = try SimulatedRun(with: parties)
        for outcome in await run.carryOut(try plan()) {
            #expect(outcome.verdict == .abort && outcome.reason == .notApplicable)
            let option = parties.isEmpty ? "--manager-cloud" : "--other-manager-cloud"
            #expect(outcome.advice?.contains(option) == true)
        }
    }

    @Test(
        "Credentials that are not of two domains' managers are told so",
        arguments: [
            (SimulatedCloud.Credentials.member, "manager credential is not scoped to a domain"),
            (.otherManager, "for the same domain"),
        ])
    func wrong(_ manager: SimulatedCloud.Credentials, _ told: String) async throws {
        let run = try SimulatedRun(with: [.manager: manager, .otherManager: .otherManager])
        for outcome in await run.carryOut(try plan()) {
            #expect(outcome.verdict == .abort && outcome.reason == .notApplicable)
            #expect(outcome.message?.contains(told) == true)
        }
    }

    private func plan() throws -> Plan {
        let standard = StandardDescription(
            id: "scs-0302", version: "scs-0302-v1", name: "Domain manager", aliases: [],
            summary: "", url: "",
            testcases: Self.ids.map {
                StandardDescription.Entry(
                    id: $0, title: $0, target: .extended, isManual: false, url: nil)
            })
        return try Plan(
            modules: [SCS0302DomainManager()], standards: [standard], selectors: ["scs-0302"],
            depth: nil)
    }
}
