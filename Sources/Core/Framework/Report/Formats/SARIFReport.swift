// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// SARIF 2.1.0 for code scanning: a rule for each test case, a result for each that counts and did not pass.
package enum SARIFReport {
    package static func render(_ reports: [Report]) throws -> [UInt8] {
        try JSONReport.text(
            JSON.object([
                "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
                "runs": .array(reports.map(run)),
            ]))
    }

    private static func run(_ report: Report) -> JSON {
        let results = report.byUrgency.enumerated().compactMap { index, testcase in
            result(testcase, rule: index, report)
        }
        return [
            "tool": ["driver": driver(report)],
            "automationDetails": [
                "id": .string("\(report.subject.cloud.percentEncoded)/\(report.run.id)")
            ],
            "invocations": [invocation(report)], "results": .array(results),
            "properties": [
                "verdict": .string(report.verdict.rawValue), "summary": .string(report.summary),
            ],
        ]
    }

    private static func driver(_ report: Report) -> JSON {
        [
            "name": .string(report.tool.name), "version": .string(report.tool.version),
            "semanticVersion": .string(report.tool.version),
            "informationUri": "https://docs.scs.community/standards",
            "rules": .array(report.byUrgency.map(rule)),
        ]
    }

    private static func invocation(_ report: Report) -> JSON {
        [
            "executionSuccessful": .bool(!report.run.interrupted),
            "startTimeUtc": .string(report.run.startedAt),
            "endTimeUtc": .string(report.run.endedAt),
            "exitCode": .integer(Int64(report.exitStatus)),
        ]
    }

    private static func rule(_ testcase: Report.TestcaseReport) -> JSON {
        var fields: [String: JSON] = [
            "id": .string(testcase.id), "shortDescription": ["text": .string(testcase.title)],
            "properties": [
                "tags": [.string(testcase.standard), .string(testcase.target.rawValue)]
            ],
        ]
        if let url = testcase.url { fields["helpUri"] = .string(url) }
        return .object(fields)
    }

    /// A FAIL is an error; what could not be determined is open, which has no level.
    private static func result(
        _ testcase: Report.TestcaseReport, rule: Int, _ report: Report
    ) -> JSON? {
        let isFailure = testcase.verdict == .fail
        guard isFailure || testcase.countedResult == .undetermined else { return nil }
        let text = ([testcase.headline] + testcase.explanation).joined(separator: "\n")
        let cloud = report.subject.cloud
        var fields: [String: JSON] = [
            "ruleId": .string(testcase.id), "ruleIndex": .integer(Int64(rule)),
            "kind": isFailure ? "fail" : "open", "level": isFailure ? "error" : "none",
            "message": ["text": .string(text)], "locations": [location(testcase, cloud)],
            "partialFingerprints": [
                "testcase/v1": .string(Array("\(cloud)\n\(testcase.id)".utf8).sha256)
            ],
        ]
        if let waiver = testcase.waiver {
            fields["suppressions"] = [
                [
                    "kind": "external", "status": "accepted",
                    "justification": .string(waiver.sentence),
                ]
            ]
        }
        return .object(fields)
    }

    /// Readers of SARIF show nothing without a file; here the cloud takes its place.
    private static func location(_ testcase: Report.TestcaseReport, _ cloud: String) -> JSON {
        let logical: JSON = [
            "name": .string(testcase.id),
            "fullyQualifiedName": .string("\(cloud)/\(testcase.standard)/\(testcase.id)"),
        ]
        return [
            "physicalLocation": ["artifactLocation": ["uri": .string(cloud.percentEncoded)]],
            "logicalLocations": [logical],
        ]
    }
}
