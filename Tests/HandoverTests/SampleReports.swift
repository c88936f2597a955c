// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport
import TestSupport

@testable import SCSCheck

/// Reports of a scope for what follows a verdict.
enum SampleReports {
    static func report(cloud: String = "mycloud", run: String = "abcdefgh") throws -> Report {
        let scope = try JSONDecoder().decode(
            ScopeAssessment.self,
            from: Data(
                """
                {"uuid": "50393e6f-2ae1-4c5c-a62c-3b75f2abef3f", "name": "SCS-compatible IaaS",
                "url": "https://example.org/scope.yaml", "sha256": "", "date": "2026-11-22",
                "versions": []}
                """.utf8))
        return Report(
            tool: Report.Tool(version: "0.2.0"),
            subject: Report.Subject(
                cloud: cloud, authURL: "https://keystone.example/v3", region: "r", tlsVerified: true
            ),
            scope: [], assessment: scope,
            run: Report.Run(
                id: run, startedAt: "2026-11-22T18:30:00Z", endedAt: "2026-11-22T18:40:00Z",
                duration: ReportedSeconds(.seconds(600)), depth: .data, selection: [], seed: "1",
                calls: 10, retries: 0, interrupted: false),
            verdict: .fail, exitStatus: 1, exitStatusRule: .all,
            testcases: [
                testcase("scs-0103-flavor-1l-1", .fail, .requirementNotMet),
                testcase("scs-0117-test-backup", .pass, nil),
                testcase("scs-0101-entropy-avail", .abort, .quota),
                testcase("scs-0104-image-debian-12", .missing, .notSelected),
            ], leftovers: [])
    }

    static func testcase(
        _ id: String, _ verdict: Verdict, _ reason: Reason?
    ) -> Report.TestcaseReport {
        Report.TestcaseReport(
            id: id, standard: String(id.prefix(8)), target: .main, title: "What it shows",
            url: "https://docs.scs.community/standards",
            conclusion: Conclusion(
                verdict, reason.map { Finding($0, "A sentence.", advice: "Do it.") }),
            isCounted: true, startedAt: "2026-11-22T18:31:00Z",
            duration: ReportedSeconds(.seconds(5)), validUntil: nil,
            steps: [
                Report.StepReport(
                    title: "create a volume", role: .require, state: .passed,
                    duration: ReportedSeconds(.seconds(1)))
            ],
            evidence: [
                Evidence(.request, "POST /v3/volumes: req-f3114220-eb2a-447f-a8fb-aeaaa046d42d")
            ], notes: [])
    }
}
