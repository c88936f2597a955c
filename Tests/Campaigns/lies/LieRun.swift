// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import SCSSimulatedCloud
import TestSupport

/// A run of a subject against a lying cloud, and the invariants after it.
struct LieRun {
    let outcomes: [TestcaseOutcome]
    let witness: LieWitness
    /// Broken invariants, in words.
    var violations: [String] = []

    init(_ subject: Subject, _ order: LieWitness.Order? = nil) async throws {
        let witness = LieWitness(order)
        let run = try SimulatedRun(subject.profile, gibibyte: 1 << 20) { cloud, clock, persona in
            LyingTransport(cloud: cloud, now: { clock.now.offset }, witness: witness) {
                $0.shape(by: persona)
            }
        }
        run.cloud.plant(name: "database", withSnapshot: true)
        run.cloud.plant(name: "scs-check-tesT-1-source", withSnapshot: true)
        let before = run.cloud.inventory
        witness.introduce(before)
        outcomes = await run.carryOut(subject.plan)
        self.witness = witness
        try await run.clock.sleep(for: .seconds(3600))
        let late = LyingTransport(
            cloud: run.cloud, now: { [clock = run.clock] in clock.now.offset }, witness: witness,
            shape: { _ in "" })
        try await late.catchUp(isOver: true)
        try await run.clock.sleep(for: .seconds(3600))
        let now = run.cloud.inventory
        for item in Set(now.all).subtracting(before.all) where !isTold(item) {
            violations.append("left \(item.name ?? item.id) and did not say so")
        }
        for item in Set(before.all).subtracting(now.all) {
            violations.append("touched the foreign \(item.name ?? item.id)")
        }
        if witness.requests > 20_000 { violations.append("made \(witness.requests) requests") }
        _ = try await run.cleanUp()
        for item in Set(run.cloud.inventory.all).subtracting(before.all) {
            violations.append("cleanup did not remove \(item.name ?? item.id)")
        }
    }

    /// Whether the report names the leftover, or says that it is unknown.
    private func isTold(_ item: Inventory.Item) -> Bool {
        outcomes.contains { outcome in
            !outcome.unresolved.isEmpty
                || outcome.leftovers.contains { $0.id == item.id || $0.name == item.name }
                // Resources that services created for a leftover have no name: a group's rules, a
                // server's port.
                || (item.name ?? "").isEmpty && !outcome.leftovers.isEmpty
        }
    }

    /// The distinct verdicts of the test cases that ran: `PASS`, `ABORT unreachable`.
    var verdicts: Set<String> {
        Set(outcomes.filter { $0.verdict != .missing }.map(FaultRun.formatted))
    }

    /// What did not pass, and why.
    var told: String {
        let all = outcomes.filter { $0.verdict != .missing }
            .map { "\(FaultRun.formatted($0)) \($0.message ?? "")" }
        return Set(all).sorted().joined(separator: "; ")
    }
}
