// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import SCSSimulatedCloud
import Synchronization
import Testing
import TestSupport

@testable import SCSCheckCommand

/// A cloud that does one thing wrong, in well-formed answers.
@Suite(.enabled(if: Campaign.asked != nil))
struct LieCampaign {
    struct Case: Sendable {
        var subject: Subject
        var order: LieWitness.Order

        var name: String { "\(subject.name): \(order.name)" }
    }

    /// Subjects that create: volume backup at its depths, a secret, a guest with networks,
    /// managers.
    static func subjects() throws -> [Subject] {
        let registry = try CheckProgram.current.registry()
        let named = [
            "scs-0116-permissions", "scs-0115-default-rules", "scs-0101-entropy-avail",
            "scs-0302-x-users", "scs-0302-x-assignments",
        ]
        return try Subject.backups([.api])
            + Subject.backups([.data, .full]).filter {
                Campaign.isLong
                    || ["scs-0117-x-data", "scs-0117-x-restore-existing"].contains($0.name)
            }
            // Messages about a failed restore are read as well.
            + Subject.backups([.api]).map { subject in
                var subject = subject
                subject.profile = "restore-error"
                subject.name += " (restore-error)"
                return subject
            }
            + named.map { id in
                Subject(
                    name: id,
                    plan: try Plan(
                        modules: registry.modules, standards: registry.standards,
                        selectors: [id], depth: nil))
            }
    }

    @Test func `No lie harms others, hides a leftover or causes a wrong verdict`() async throws {
        let tally = LieTally()
        for subject in try Self.subjects() {
            let honest = try await LieRun(subject)
            #expect(honest.violations == [], "\(honest.told)")
            #expect(honest.verdicts == ["PASS"] || subject.profile != "compliant", "\(honest.told)")
            let orders = LieCatalogue(honest.witness.answers).orders(allValues: Campaign.isLong)
            let cases = Campaign.part(
                of: orders.map { Case(subject: subject, order: $0) }
                    .filter { Campaign.wants($0.name) })
            try await FaultCampaign.inParallel(cases) { one in
                tally.add(one, try await LieRun(one.subject, one.order), honest)
            }
            Campaign.tell("\(subject.name): \(cases.count) lies")
        }
        tally.tell()
        #expect(tally.problems.isEmpty)
    }
}

/// Counts the cases of a campaign, and keeps the wrong ones.
final class LieTally: Sendable {
    private let state = Mutex((cases: 0, verdicts: [String: Int](), problems: [String]()))

    var problems: [String] { state.withLock { $0.problems } }

    func add(_ one: LieCampaign.Case, _ run: LieRun, _ honest: LieRun) {
        var problems = run.violations
        for verdict in run.verdicts.subtracting(honest.verdicts) {
            if let objection = HonestVerdict(about: one.order).objection(to: verdict) {
                problems.append("\(objection): \(run.told)")
            }
        }
        state.withLock { state in
            state.cases += 1
            for verdict in run.verdicts { state.verdicts[verdict, default: 0] += 1 }
            state.problems += problems.map { "\(one.name): \($0)" }
        }
    }

    func tell() {
        let state = state.withLock { $0 }
        for problem in state.problems { Campaign.tell("WRONG \(problem)") }
        let verdicts = state.verdicts.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        Campaign.tell(
            "lies: \(state.cases) told, \(state.problems.count) wrong; \(verdicts)")
    }
}
