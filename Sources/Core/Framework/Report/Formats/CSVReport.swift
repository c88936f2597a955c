// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// One line a test case below a header, RFC 4180, for spreadsheets.
package enum CSVReport {
    private static let header = [
        "cloud", "run", "standard", "testcase", "target", "verdict", "reason", "counted", "title",
        "started_at", "duration_seconds", "valid_until", "message", "advice", "url",
        "waived_until", "waiver",
    ]

    package static func render(_ reports: [Report]) -> String {
        lines(
            [header] + reports.flatMap { report in report.byUrgency.map { row($0, report) } })
    }

    /// Rows of cells, which no spreadsheet takes for formulas.
    package static func lines(_ rows: [[String]]) -> String {
        rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func row(_ testcase: Report.TestcaseReport, _ report: Report) -> [String] {
        [
            report.subject.cloud, report.run.id, testcase.standard, testcase.id,
            testcase.target.rawValue, testcase.verdict.rawValue, testcase.reason?.rawValue ?? "",
            String(testcase.isCounted), testcase.title, testcase.startedAt ?? "",
            testcase.duration?.decimal ?? "", testcase.validUntil ?? "", testcase.message ?? "",
            testcase.advice ?? "", testcase.url ?? "", testcase.waiver?.expires ?? "",
            testcase.waiver?.sentence ?? "",
        ]
    }

    /// One cell on one line, which no spreadsheet takes for a formula.
    static func cell(_ text: String) -> String {
        var text = text.harmless(8000)
        // The wide forms are formulas to East Asian spreadsheets.
        if let first = text.first, "=+-@＝＋－＠".contains(first) { text = "'" + text }
        guard text.contains(where: { "\",;".contains($0) }) || text.hasPrefix("'") else {
            return text
        }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
