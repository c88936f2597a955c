// SPDX-License-Identifier: Apache-2.0

/// The report for SCS's own harness: one line `testcase-id: PASS|FAIL|ABORT` for each result.
///
/// What was not tested now has no line, which the harness takes as missing.
package enum LinesReport {
    package static func render(_ report: Report) -> String {
        report.byUrgency.filter(\.isTestedNow).map { testcase in
            // No text of others here: the harness takes what follows the last colon for a verdict.
            (testcase.waiver.map { "INFO: \(testcase.id) is waived until \($0.expires)\n" } ?? "")
                + "\(testcase.id): \(testcase.verdict.rawValue)\n"
        }.joined()
    }
}
