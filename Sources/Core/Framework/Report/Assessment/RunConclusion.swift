// SPDX-License-Identifier: Apache-2.0

/// Verdict, certificate and exit status of a run, derived from its test cases here alone.
package struct RunConclusion: Sendable {
    /// The test cases, each with its part in the conclusion.
    package var testcases: [Report.TestcaseReport]
    package var verdict: Verdict
    package var certificate: Report.Certificate?
    package var exitStatus: Int

    /// - Parameter selection: what narrows the scope down; empty if all of it was assessed.
    package init(
        _ testcases: [Report.TestcaseReport], assessment: ScopeAssessment?, selection: [String],
        rule: Report.ExitStatusRule, hasLeftovers: Bool, isInterrupted: Bool
    ) {
        var testcases = testcases
        if let assessment, assessment.hasMain, selection.isEmpty {
            certificate = assessment.certificate()
            // Everything that the certificate rests on counts: no run passes without it.
            let version = certificate?.version
            let main = assessment.versions.first { $0.version == version }?.main
            for id in main?.missing ?? [] {
                if let index = testcases.firstIndex(where: { $0.id == id }) {
                    testcases[index].isCounted = true
                }
            }
        } else {
            certificate = Assessment.main(testcases)
        }
        self.testcases = testcases
        verdict = Assessment.run(testcases)
        exitStatus = Assessment.exitStatus(
            verdict: rule == .all ? verdict : certificate?.verdict ?? .missing,
            hasLeftovers: hasLeftovers, isInterrupted: isInterrupted)
    }
}
