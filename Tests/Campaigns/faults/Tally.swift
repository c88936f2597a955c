// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Counts the cases of a campaign, and keeps the wrong ones.
final class Tally: Sendable {
    private struct State {
        var cases = 0
        var requests = 0
        var leftovers = 0
        var recoveries = 0
        var verdicts: [String: Int] = [:]
        var problems: [String] = []
    }

    private let state = Mutex(State())

    var problems: [String] { state.withLock { $0.problems } }

    func note(_ problem: String) { state.withLock { $0.problems.append(problem) } }

    /// Compares a run with a fault with the table and with a healthy run.
    func add(_ one: FaultCampaign.Case, _ run: FaultRun, _ healthy: FaultRun) {
        var problems = run.violations
        // An outage also affects other requests at that moment.
        let met =
            one.subject.isOfMany && one.persistence == .outage
            ? healthy.injection.sites : [one.site]
        let right = Set(met.flatMap { Expectation.verdicts($0, one.fault, one.persistence) })
        // A fault in one of many facts does not affect the others.
        let found = one.subject.isOfMany ? run.verdicts.subtracting(["PASS"]) : run.verdicts
        if !found.isSubset(of: right) {
            problems.append(
                "found \(run.told.joined(separator: "; ")) instead of "
                    + right.sorted().joined(separator: " or "))
        }
        if one.subject.isOfMany && found.isEmpty && !right.contains("PASS") {
            problems.append("nobody noticed")
        }
        // Concurrent deletions are not polled equally often each time.
        let isAtDeletions =
            one.site.phase == .cleanup && [.look, .lookDeleted].contains(one.site.kind)
        if run.injection.hits == 0 && !isAtDeletions { problems.append("never met") }
        if one.persistence == .once {
            if !found.contains("PASS leftovers") && run.leftovers > 0 {
                problems.append("left \(run.leftovers) after a fault that was over")
            }
            if one.fault.performs && FaultCampaign.isCreation(one.site.kind)
                && run.injection.creations > healthy.injection.creations
            {
                problems.append("made it again although it was there")
            }
        }
        state.withLock { state in
            state.cases += 1
            state.requests += run.injection.requests
            state.leftovers += run.leftovers
            state.recoveries += run.injection.recoveries
            for verdict in run.verdicts { state.verdicts[verdict, default: 0] += 1 }
            state.problems += problems.map { "\(one.name): \($0)" }
        }
    }

    func tell(_ what: String) {
        let state = state.withLock { $0 }
        for problem in state.problems { Campaign.tell("WRONG \(problem)") }
        let verdicts = state.verdicts.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        Campaign.tell(
            "\(what): \(state.cases) cases, \(state.requests) requests, \(state.recoveries) lost "
                + "creations found again, \(state.leftovers) leftovers reported and cleaned up "
                + "later, \(state.problems.count) wrong; \(verdicts)")
    }
}
