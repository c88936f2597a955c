// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// What a run found out about one test case.
package struct TestcaseOutcome: Sendable {
    package var id: String
    package var verdict: Verdict
    package var reason: Reason?
    package var message: String?
    package var advice: String?
    package var evidence: [Evidence] = []
    package var notes: [String] = []
    package var steps: [StepOutcome] = []
    package var startedAt: Date?
    package var duration: Duration?
    package var leftovers: [Leftover] = []
    /// Who answers for the verdict, where nothing was tested.
    package var attestation: Attestation?
    /// Which run found it out, where a later one takes it over from a record.
    package var carriedOver: CarriedOver?
}
