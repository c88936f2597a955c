// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// The result of one test case in a run.
package struct TestcaseOutcome: Sendable {
    package var id: String
    package var conclusion: Conclusion
    /// The evidence recorded along the way.
    package var recorded: [Evidence] = []
    package var notes: [String] = []
    package var steps: [StepOutcome] = []
    package var startedAt: Date?
    package var duration: Duration?
    package var leftovers: [Leftover] = []
    /// What could not be determined about its resources, as sentences: its journal must be kept.
    package var unresolved: [String] = []
    /// The attestation behind the verdict, if nothing was tested.
    package var attestation: Attestation?
    /// The run that determined it, if it is carried over from a record.
    package var carriedOver: CarriedOver?
    /// The plug-in that determined it, if it is carried over and one did.
    package var testedBy: TestingProgram?
}

extension TestcaseOutcome {
    package var verdict: Verdict { conclusion.verdict }
    package var reason: Reason? { conclusion.reason }
    package var message: String? { conclusion.message }
    package var advice: String? { conclusion.advice }
    /// The recorded evidence, and that of the finding that ended it.
    package var evidence: [Evidence] { recorded + (conclusion.finding?.evidence ?? []) }

    /// Adds leftovers; they become the reason code if there is none.
    mutating func add(_ more: [Leftover]) {
        leftovers += more
        guard !leftovers.isEmpty, reason == nil || reason == .leftovers else { return }
        conclusion.finding = Finding(
            .leftovers,
            "All requirements are met, but \(leftovers.count.counted("resource")) "
                + "could not be removed.",
            advice: Reason.leftovers.advice())
    }

    /// Drops leftovers that are gone after all.
    mutating func keepLeftovers(where isLeft: (Leftover) -> Bool) {
        guard !leftovers.allSatisfy(isLeft) else { return }
        let kept = leftovers.filter(isLeft)
        leftovers = []
        if reason == .leftovers { conclusion.finding = nil }
        add(kept)
    }

    /// Adds what could not be determined, for the report too.
    mutating func add(unresolved sentence: String) {
        unresolved.append(sentence)
        notes.append(sentence)
    }
}
