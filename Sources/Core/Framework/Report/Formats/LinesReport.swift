// SPDX-License-Identifier: Apache-2.0

/// The report for SCS's own harness: one line `testcase-id: PASS|FAIL|ABORT` for each result.
///
/// What was not tested now has no line, which the harness takes as missing.
package enum LinesReport {
    package static func render(_ report: Report) -> String {
        report.testcases.filter(\.isTestedNow).map { "\($0.id): \($0.verdict.rawValue)\n" }.joined()
    }
}
