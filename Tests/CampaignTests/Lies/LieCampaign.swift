// SPDX-License-Identifier: Apache-2.0
import Core
import Foundation
import SimulatedCloud
import Synchronization
import TestSupport
import Testing

@testable import Runner

/// A cloud that does everything right but one thing, and says so in well-formed answers.
@Suite(.enabled(if: Campaign.asked != nil))
struct LieCampaign {
    struct Case: Sendable {
        var subject: Subject
        var order: LieWitness.Order

        var name: String { "\(subject.name): \(order.lie.name) at \(order.shape)" }
    }

    /// What creates: volume backup at its depths, a secret, a guest with its networks, managers.
    static func subjects() throws -> [Subject] {
        let catalogue = try Catalogue()
        let named = [
            "scs-0116-permissions", "scs-0115-default-rules", "scs-0101-entropy-avail",
            "scs-0302-x-users", "scs-0302-x-assignments",
        ]
        return try Subject.backups([.api])
            + Subject.backups([.data, .full]).filter {
                Campaign.isLong
                    || ["scs-0117-x-data", "scs-0117-x-restore-existing"].contains($0.name)
            }
            // What a service says of a restore that failed is read as well.
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
                        modules: catalogue.modules, standards: catalogue.standards,
                        selectors: [id], depth: nil))
            }
    }

    @Test("Nobody is harmed, nothing is left untold and no verdict is dishonest, whatever the lie")
    func lies() async throws {
        let tally = LieTally()
        for subject in try Self.subjects() {
            let honest = try await LieRun(subject)
            #expect(honest.violations == [], "\(honest.told)")
            #expect(honest.verdicts == ["PASS"] || subject.profile != "compliant", "\(honest.told)")
            let cases = Campaign.part(
                of: Self.cases(subject, honest.witness.answers).filter { Campaign.wants($0.name) })
            try await FaultCampaign.inParallel(cases) { one in
                tally.add(one, try await LieRun(one.subject, one.order), honest)
            }
            Campaign.tell("\(subject.name): \(cases.count) lies")
        }
        tally.tell()
        #expect(tally.problems.isEmpty)
    }

    /// All structural lies, and odd values in every field of every answer: in the short form one
    /// value a field, by turns.
    private static func cases(_ subject: Subject, _ answers: [String: HTTPResponse]) -> [Case] {
        var orders: [LieWitness.Order] = []
        var turn = 0
        for (shape, answer) in answers.sorted(by: { $0.key < $1.key }) {
            let isCreation = shape.hasPrefix("POST ") && !shape.contains("/auth/tokens")
            if isCreation && !shape.hasSuffix(" another") && !shape.hasSuffix("over a volume") {
                orders += Lie.ofCreations.map { LieWitness.Order(shape: shape, lie: $0) }
            }
            if shape.contains("?name") {
                orders.append(LieWitness.Order(shape: shape, lie: .unfiltered))
            }
            for (path, value) in fields(of: answer) {
                let odd = OddValue.fitting(value)
                for value in Campaign.isLong ? odd : [odd[turn % odd.count]] {
                    orders.append(LieWitness.Order(shape: shape, lie: .odd(path, value)))
                }
                turn += 1
            }
        }
        for shape in Set(answers.keys.compactMap(deletion)) {
            orders += Lie.ofDeletions.map { LieWitness.Order(shape: shape, lie: $0) }
        }
        return orders.map { Case(subject: subject, order: $0) }
    }

    private static func fields(of answer: HTTPResponse) -> [(path: FieldPath, value: JSON)] {
        do {
            return FieldPath.all(in: try JSON.parse(answer.body))
        } catch {
            return []
        }
    }

    /// The deletion of what a look at one resource shows.
    private static func deletion(ofLookAt shape: String) -> String? {
        guard shape.hasPrefix("GET "), shape.contains("/{id}"), !shape.hasSuffix("/file") else {
            return nil
        }
        return "DELETE" + shape.dropFirst(3)
    }
}

/// Which verdicts are honest about which lie.
enum HonestVerdict {
    /// Nil where it is; else what is wrong with it.
    static func objection(to verdict: String, about lie: Lie) -> String? {
        if verdict == "PASS" || verdict == "PASS leftovers" { return nil }
        if verdict.hasPrefix("ABORT ") {
            return verdict == "ABORT internal" ? "our own fault is no reason" : nil
        }
        switch lie {
        case .odd(let path, let value):
            // A state that nobody knows is waited for, and disproves what never comes.
            let isState = path.keys.last == "status"
            let isText = [.empty, .dots, .slashes, .escape, .long, .token].contains(value)
            if isState && isText && verdict == "FAIL timed-out" { return nil }
            // What a rule says is what the standard is about.
            let isOfRules = path.keys.first?.hasSuffix("security_group_rules") == true
            // So is that a list shows what was made, whose it is, and a change of a description.
            let isDemanded =
                isOfRules || path.keys.last == "0" && value == .missing
                || ["description", "domain_id"].contains(path.keys.last)
            return isDemanded && verdict == "FAIL demand-not-met" ? nil : "a lie is no disproof"
        case .ineffective, .slowDeletion:
            // It is the deletion that fails; or what had to be refused was answered with a yes.
            return verdict == "FAIL resource-error" || verdict == "FAIL demand-not-met"
                ? nil : "it is the deletion that fails"
        case .hidden:
            // That its owner finds it listed is what two standards demand.
            return verdict == "FAIL demand-not-met" ? nil : "a list is what is asked for"
        default: return "a lie is no disproof"
        }
    }
}

/// Counts what a campaign has tried, and keeps what was wrong.
final class LieTally: Sendable {
    private let state = Mutex((cases: 0, verdicts: [String: Int](), problems: [String]()))

    var problems: [String] { state.withLock { $0.problems } }

    func add(_ one: LieCampaign.Case, _ run: LieRun, _ honest: LieRun) {
        var problems = run.violations
        for verdict in run.verdicts.subtracting(honest.verdicts) {
            if let objection = HonestVerdict.objection(to: verdict, about: one.order.lie) {
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
