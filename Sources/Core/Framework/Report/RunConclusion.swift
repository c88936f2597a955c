// SPDX-License-Identifier: Apache-2.0

/// Verdict, certificate and exit status of a run, from its test cases: the one place for all of them.
package struct RunConclusion: Sendable {
    /// With what each has to do with the verdict.
    package var testcases: [Report.TestcaseReport]
    package var verdict: Verdict
    package var certificate: Report.Certificate?
    package var exitStatus: Int

    /// - Parameter selection: what narrows a scope down; empty where the whole one was assessed.
    package init(
        _ testcases: [Report.TestcaseReport], assessment: ScopeAssessment?, selection: [String],
        rule: Report.ExitStatusRule, hasLeftovers: Bool, isInterrupted: Bool
    ) {
        var testcases = testcases
        if let assessment, assessment.hasMain, selection.isEmpty {
            certificate = assessment.certificate()
            // All that the certificate rests on counts: a run never passes without it.
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
