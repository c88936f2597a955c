// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSimulatedCloud
import TestSupport

/// A run of a subject whose requests meet faults, and the invariants after it.
struct FaultRun {
    let outcomes: [TestcaseOutcome]
    let injection: Injection
    /// Broken invariants, in words.
    var violations: [String] = []
    /// The number of reported leftovers that a later cleanup removed.
    var leftovers = 0

    init(_ subject: Subject, _ orders: [Injection.Order] = []) async throws {
        let injection = Injection(orders)
        let run = try SimulatedRun(subject.profile, gibibyte: 1 << 20) { cloud, clock, persona in
            FaultyTransport(cloud: cloud, clock: clock, persona: persona, injection: injection)
        }
        run.cloud.plant(name: nil, withSnapshot: true)
        run.cloud.plant(name: "scs-check-tesT-1-source", withSnapshot: true)
        let before = run.cloud.inventory
        let roles = subject.roles
        outcomes = await run.carryOut(subject.plan) { event in
            switch event {
            case .stepBegan(_, let title): injection.enter(roles[title] ?? .prepare)
            case .stepEnded where !subject.isOfMany: injection.enter(.cleanup)
            case .tracked(_, .recovered): injection.recovered()
            default: break
            }
        }
        self.injection = injection
        try await run.clock.sleep(for: .seconds(3600))
        let left = Set(run.cloud.inventory.all).subtracting(before.all)
        let reported = outcomes.flatMap(\.leftovers)
        leftovers = left.count
        for item in left
        where !reported.contains(where: { $0.id == item.id || $0.name == item.name }) {
            violations.append("leaked \(item.name ?? item.id)")
        }
        for item in Set(before.all).subtracting(run.cloud.inventory.all) {
            violations.append("touched the foreign \(item.name ?? item.id)")
        }
        if injection.requests >= Injection.most { violations.append("would never end") }
        violations += injection.strays.map { "sent a request to \($0)" }
        violations += injection.duplicates.map { "made \($0) twice" }
        _ = try await run.cleanUp()
        if run.cloud.inventory != before { violations.append("could not be cleaned up") }
    }

    /// The distinct verdicts of the test cases that ran: `PASS`, `ABORT unreachable`.
    var verdicts: Set<String> {
        Set(outcomes.filter { $0.verdict != .missing }.map(Self.formatted))
    }

    /// What did not pass, and why.
    var told: [String] {
        let all = outcomes.filter { $0.verdict != .missing }.map {
            "\(Self.formatted($0)) \($0.message ?? "")"
        }
        return Set(all).subtracting(["PASS "]).sorted() + (verdicts == ["PASS"] ? ["PASS"] : [])
    }

    static func formatted(_ outcome: TestcaseOutcome) -> String {
        outcome.verdict.rawValue + (outcome.reason.map { " \($0.rawValue)" } ?? "")
    }
}
