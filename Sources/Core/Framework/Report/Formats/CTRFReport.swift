// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

/// The Common Test Report Format (ctrf.io) for dashboards; the verdict's own word is `rawStatus`.
package enum CTRFReport {
    package static func render(_ reports: [Report]) throws -> [UInt8] {
        let testcases = reports.flatMap(\.testcases)
        let start = reports.compactMap { milliseconds($0.run.startedAt) }.min() ?? 0
        func count(_ result: CountedResult) -> JSON {
            .integer(Int64(testcases.count { $0.countedResult == result }))
        }
        // The names of several clouds' test cases are the same.
        let tests = reports.flatMap { report in
            report.byUrgency.map { test($0, cloud: reports.count > 1 ? report.subject.cloud : nil) }
        }
        let summary: [String: JSON] = [
            "tests": .integer(Int64(tests.count)), "passed": count(.passed),
            "failed": count(.failed), "skipped": count(.skipped), "pending": 0,
            "other": count(.undetermined), "start": .integer(start),
            "stop": .integer(reports.compactMap { milliseconds($0.run.endedAt) }.max() ?? start),
            "extra": [
                "verdict": .string(
                    Assessment.verdict(over: reports.map(\.verdict)).rawValue),
                "summary": .string(reports.map(\.summary).joined(separator: "\n")),
            ],
        ]
        let tool = reports.first?.tool ?? Report.Tool(version: "")
        return try JSONReport.text(
            JSON.object([
                "reportFormat": "CTRF", "specVersion": "0.0.0",
                "timestamp": .string(reports.map(\.run.endedAt).max() ?? ""),
                "generatedBy": .string(tool.name),
                "results": [
                    "tool": ["name": .string(tool.name), "version": .string(tool.version)],
                    "summary": .object(summary), "tests": .array(tests),
                ],
                "extra": [
                    "cloud": .string(reports.map(\.subject.cloud).joined(separator: ", ")),
                    "run": .string(reports.map(\.run.id).joined(separator: ", ")),
                ],
            ]))
    }

    private static func test(_ testcase: Report.TestcaseReport, cloud: String?) -> JSON {
        let duration = Int64(testcase.duration?.milliseconds ?? 0)
        var fields: [String: JSON] = [
            "name": .string(testcase.id), "status": .string(status(testcase.countedResult)),
            "duration": .integer(duration), "rawStatus": .string(testcase.verdict.rawValue),
            "suite": .array(((cloud.map { [$0] } ?? []) + [testcase.standard]).map(JSON.string)),
            "tags": [.string(testcase.target.rawValue)],
            "steps": .array(testcase.steps.map(step)),
        ]
        var extra: [String: JSON] = ["title": .string(testcase.title)]
        if let url = testcase.url { extra["url"] = .string(url) }
        if let reason = testcase.reason { extra["reason"] = .string(reason.rawValue) }
        if let advice = testcase.advice { extra["advice"] = .string(advice) }
        if let waiver = testcase.waiver { extra["waiver"] = .string(waiver.sentence) }
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
