// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSCheck
@testable import SCSSupport

/// No part of a report or terminal line contains a secret.
struct CleanTextTests {
    @Test func `Secrets are removed from outcomes, events and subjects`() {
        let vault = SecretVault()
        vault.add(Secret("hunter2hunter2"))
        let bad = "x hunter2hunter2 y"
        var outcome = TestcaseOutcome(id: "id", conclusion: Conclusion(.fail))
        outcome.conclusion.finding = Finding(
            .resourceError, bad, advice: bad, evidence: [Evidence(.failReason, bad)])
        outcome.recorded = [Evidence(.failReason, bad)]
        outcome.notes = [bad]
        outcome.leftovers = [
            Leftover(kind: "volume", name: bad, id: bad, status: bad, reason: bad)
        ]
        var subject = Report.Subject(cloud: "c", authURL: bad, region: bad, tlsVerified: true)
        subject.project = bad
        subject.projectID = bad
        subject.user = bad
        subject.roles = [bad]
        let events: [Event] = [
            .ended(outcome), .note(testcase: "id", bad),
            .waiting(testcase: "id", what: bad, state: bad, for: .zero),
            .tracked(testcase: "id", .created(kind: "volume", name: bad, id: bad)),
            .tracked(testcase: "id", .recovered(kind: "volume", name: bad, id: bad)),
            .tracked(testcase: "id", .gone(kind: "volume", name: bad)),
        ]
        for event in events {
            #expect("\(event)".contains("hunter2"))
            #expect(!"\(event.cleaned(by: vault))".contains("hunter2"))
        }
        #expect(!"\(subject.cleaned(by: vault))".contains("hunter2"))
    }
}
