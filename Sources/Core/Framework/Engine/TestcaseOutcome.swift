// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// What a run found out about one test case.
package struct TestcaseOutcome: Sendable {
    package var id: String
    package var conclusion: Conclusion
    /// What the verdict rests on, whatever it is.
    package var recorded: [Evidence] = []
    package var notes: [String] = []
    package var steps: [StepOutcome] = []
    package var startedAt: Date?
    package var duration: Duration?
    package var leftovers: [Leftover] = []
    /// What nobody knows about resources of it, as sentences: its journal must be kept.
    package var unresolved: [String] = []
    /// Who answers for the verdict, where nothing was tested.
    package var attestation: Attestation?
    /// Which run found it out, where a later one takes it over from a record.
    package var carriedOver: CarriedOver?
}

extension TestcaseOutcome {
    package var verdict: Verdict { conclusion.verdict }
    package var reason: Reason? { conclusion.reason }
    package var message: String? { conclusion.message }
    package var advice: String? { conclusion.advice }
    /// What was recorded on the way, and what ended it.
    package var evidence: [Evidence] { recorded + (conclusion.finding?.evidence ?? []) }

    /// Adds what stays in the cloud; the reason says so where there was none.
    mutating func add(_ more: [Leftover]) {
        leftovers += more
        guard !leftovers.isEmpty, reason == nil || reason == .leftovers else { return }
        conclusion.finding = Finding(
            .leftovers,
            "All requirements are met, but \(leftovers.count.counted("resource")) "
                + "could not be removed.",
            advice: Reason.leftovers.advice())
    }

    /// Forgets leftovers that are gone after all.
    mutating func keepLeftovers(where isLeft: (Leftover) -> Bool) {
        guard !leftovers.allSatisfy(isLeft) else { return }
        let kept = leftovers.filter(isLeft)
        leftovers = []
        if reason == .leftovers { conclusion.finding = nil }
        add(kept)
    }

    /// Adds what nobody knows, for the reader of the report too.
    mutating func add(unresolved sentence: String) {
        unresolved.append(sentence)
        notes.append(sentence)
    }
}
