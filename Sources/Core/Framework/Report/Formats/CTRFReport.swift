// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

/// The Common Test Report Format (ctrf.io) for dashboards; the verdict's own word is `rawStatus`.
package enum CTRFReport {
    package static func render(_ report: Report) throws -> [UInt8] {
        let start = milliseconds(report.run.startedAt) ?? 0
        func count(_ result: CountedResult) -> JSON {
            .integer(Int64(report.testcases.count { $0.countedResult == result }))
        }
        let tests = report.testcases.map { test($0) }
        let summary: [String: JSON] = [
            "tests": .integer(Int64(tests.count)), "passed": count(.passed),
            "failed": count(.failed), "skipped": count(.skipped), "pending": 0,
            "other": count(.undetermined), "start": .integer(start),
            "stop": .integer(milliseconds(report.run.endedAt) ?? start),
            "extra": [
                "verdict": .string(report.verdict.rawValue), "summary": .string(report.summary),
            ],
        ]
        let tool: JSON = [
            "name": .string(report.tool.name), "version": .string(report.tool.version),
        ]
        return try JSONReport.text(
            JSON.object([
                "reportFormat": "CTRF", "specVersion": "0.0.0",
                "timestamp": .string(report.run.endedAt), "generatedBy": .string(report.tool.name),
                "results": ["tool": tool, "summary": .object(summary), "tests": .array(tests)],
                "extra": [
                    "cloud": .string(report.subject.cloud), "run": .string(report.run.id),
                ],
            ]))
    }

    private static func test(_ testcase: Report.TestcaseReport) -> JSON {
        let duration = Int64(testcase.duration?.milliseconds ?? 0)
        var fields: [String: JSON] = [
            "name": .string(testcase.id), "status": .string(status(testcase.countedResult)),
            "duration": .integer(duration), "rawStatus": .string(testcase.verdict.rawValue),
            "suite": [.string(testcase.standard)], "tags": [.string(testcase.target.rawValue)],
            "steps": .array(testcase.steps.map(step)),
        ]
        var extra: [String: JSON] = ["title": .string(testcase.title)]
        if let url = testcase.url { extra["url"] = .string(url) }
        if let reason = testcase.reason { extra["reason"] = .string(reason.rawValue) }
        if let advice = testcase.advice { extra["advice"] = .string(advice) }
        fields["extra"] = .object(extra)
        if let start = testcase.startedAt.flatMap(milliseconds) {
            fields["start"] = .integer(start)
            fields["stop"] = .integer(start + duration)
        }
        if let message = testcase.message { fields["message"] = .string(message) }
        if testcase.verdict != .pass, !testcase.explanation.isEmpty {
            fields["trace"] = .string(testcase.explanation.joined(separator: "\n"))
        }
        return .object(fields)
    }

    private static func step(_ step: Report.StepReport) -> JSON {
        let status: CountedResult =
            switch step.state {
            case .passed: .passed
            case .failed: .failed
            case .aborted: .undetermined
            case .notReached: .skipped
            }
        return ["name": .string(step.title), "status": .string(Self.status(status))]
    }

    private static func status(_ result: CountedResult) -> String {
        switch result {
        case .passed: "passed"
        case .failed: "failed"
        case .undetermined: "other"
        case .skipped: "skipped"
        }
    }

    private static func milliseconds(_ time: String) -> Int64? {
        Timestamp.parse(time).map { Int64($0.timeIntervalSince1970 * 1000) }
    }
}
