// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// JUnit XML for CI systems: a suite for each standard, of the attributes that all readers accept.
///
/// FAIL is a failure; ABORT and MISSING are errors where they count, else skipped.
package enum JUnitReport {
    package static func render(_ reports: [Report]) -> String {
        let tool = reports.first?.tool ?? Report.Tool(version: "")
        let time = reports.map(\.run.duration.duration).reduce(.zero, +)
        return XML(
            name: "testsuites",
            attributes: [("name", reports.map(\.subject.cloud).joined(separator: ", "))]
                + counts(reports.flatMap(\.testcases)) + [("time", ReportedSeconds(time).decimal)],
            children: reports.flatMap { suites($0, isOneOfSeveral: reports.count > 1) }
        ).document(comment: "Written by \(tool.title).")
    }

    /// Those with failures come first, as the test cases in each do.
    private static func suites(_ report: Report, isOneOfSeveral: Bool) -> [XML] {
        var standards: [String] = []
        for id in report.byUrgency.map(\.standard) where !standards.contains(id) {
            standards.append(id)
        }
        return standards.map { id in
            suite(
                id, report.byUrgency.filter { $0.standard == id }, report,
                // Readers drop what has the same class and name.
                prefix: isOneOfSeveral ? "\(report.subject.cloud) " : "")
        }
    }

    private static func suite(
        _ id: String, _ testcases: [Report.TestcaseReport], _ report: Report, prefix: String
    ) -> XML {
        let standard = report.scope.first { $0.id == id }
        let version = standard?.version ?? id
        let time = testcases.compactMap(\.duration?.duration).reduce(.zero, +)
        return XML(
            name: "testsuite",
            attributes: [("name", prefix + (standard.map { "\(version) \($0.name)" } ?? id))]
                + counts(testcases) + [
                    ("time", ReportedSeconds(time).decimal),
                    // A strict reader's pattern ends with the seconds.
                    ("timestamp", String(report.run.startedAt.prefix { $0 != "Z" })),
                    ("hostname", report.subject.cloud),
                ], children: testcases.map { element($0, className: prefix + version) })
    }

    private static func counts(
        _ testcases: [Report.TestcaseReport]
    ) -> [(name: String, value: String)] {
        func count(_ result: CountedResult) -> String {
            String(testcases.count { $0.countedResult == result })
        }
        return [
            ("tests", String(testcases.count)), ("failures", count(.failed)),
            ("errors", count(.undetermined)), ("skipped", count(.skipped)),
        ]
    }

    private static func element(
        _ testcase: Report.TestcaseReport, className: String
    ) -> XML {
        let name: String? =
            switch testcase.countedResult {
            case .passed: nil
            case .failed: "failure"
            case .undetermined: "error"
            case .skipped: "skipped"
            }
        var outcome = name.map { XML(name: $0, attributes: [("message", testcase.headline)]) }
        if outcome != nil, testcase.countedResult != .skipped {
            let type = testcase.reason?.rawValue ?? testcase.verdict.rawValue
            outcome?.attributes.append(("type", type))
        }
        outcome?.text = ([testcase.headline] + testcase.explanation).joined(separator: "\n")
        return XML(
            name: "testcase",
            attributes: [
                ("classname", className), ("name", testcase.id),
                ("time", (testcase.duration ?? ReportedSeconds(.zero)).decimal),
            ], children: outcome.map { [$0] } ?? [])
    }
}
