// SPDX-License-Identifier: Apache-2.0

extension PlanOf.Item {
    /// The outcome of a test case that no engine ran: why it did not run, or what was attested.
    var unrun: TestcaseOutcome {
        let (reason, message): (Reason, String) =
            switch disposition {
            case .manual:
                (.manual, "It cannot be tested from outside; an assessor must verify it.")
            case .attested(let attestation): (.attested, attestation.sentence)
            case .expired(let attestation): (.expired, attestation.expiry)
            case .notSelected(let why): (.notSelected, "It was not selected: \(why).")
            case .notImplemented: (.notImplemented, "scs-check does not implement it.")
            case .run, .external: (.internal, "It was selected but did not run.")
            }
        var outcome = TestcaseOutcome(
            id: entry.id, conclusion: Conclusion(.missing, Finding(reason, message)),
            steps: (testcase?.steps ?? []).map { StepOutcome(step: $0, state: .notReached) })
        if case .attested(let attestation) = disposition {
            outcome.conclusion.verdict = attestation.verdict
            outcome.attestation = attestation
        }
        return outcome
    }
}
