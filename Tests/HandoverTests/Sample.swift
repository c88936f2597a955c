// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import TestSupport

@testable import SCSCheck

/// Reports of small runs.
enum Sample {
    static func testcase(
        _ id: String, _ verdict: Verdict, _ reason: Reason? = nil, message: String = "It is so.",
        counted: Bool = true, seconds: Double = 60, steps: [(String, Double)] = []
    ) -> Report.TestcaseReport {
        Report.TestcaseReport(
            id: id, standard: "scs-0117", target: .main, title: "Title of \(id)",
            url: "https://docs.scs.community/standards",
            conclusion: Conclusion(
                verdict, reason.map { Finding($0, message, advice: "Do something.") }),
            isCounted: counted, startedAt: "2026-11-23T17:45:47Z",
            duration: verdict == .missing ? nil : ReportedSeconds(.seconds(seconds)),
            validUntil: verdict == .pass ? "2026-12-07T00:00:00Z" : nil,
            steps: steps.map { title, seconds in
                Report.StepReport(
                    title: title, role: .require, state: .passed,
                    duration: ReportedSeconds(.seconds(seconds)))
            }, evidence: [], notes: [])
    }

    static func report(
        _ testcases: [Report.TestcaseReport], cloud: String = "mycloud",
        run: String = "abcdefghij012345", day: String = "2026-11-23"
    ) -> Report {
        let verdict = Assessment.run(testcases)
        return Report(
            tool: Report.Tool(version: "0.2.0"),
            subject: Report.Subject(
                cloud: cloud, authURL: "https://keystone.example/v3", region: "R",
                tlsVerified: true),
            scope: [
                Report.Standard(
                    id: "scs-0117", version: "scs-0117-v1", name: "Volume backup",
                    url: "https://docs.scs.community/standards")
            ],
            run: Report.Run(
                id: run, startedAt: "\(day)T17:45:47Z", endedAt: "\(day)T17:50:00Z",
                duration: ReportedSeconds(.seconds(253)), depth: .data,
                selection: ["volume-backup"], seed: "1", calls: 7, retries: 1, interrupted: false),
            verdict: verdict, certificate: Assessment.main(testcases),
            exitStatus: Assessment.exitStatus(
                verdict: verdict, hasLeftovers: false, isInterrupted: false),
            exitStatusRule: .all, testcases: testcases, leftovers: [])
    }

    /// The problems of a document by one of the schemas in `docs/schemas`.
    static func problems(_ bytes: [UInt8], schema: String) throws -> [String] {
        let file = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/schemas/\(schema).schema.json")
        return try JSONSchema(Array(try Data(contentsOf: file)))
            .problems(in: try JSON.parse(bytes))
    }
}
