// SPDX-License-Identifier: Apache-2.0
import SCSSupport

@testable import SCSCheck

/// A report with one test case of each kind of result, whose names are as hostile as those of clouds can be.
enum SampleReport {
    /// Markup, the end of CDATA, formulas, controls, direction marks, and halves of what once was a pair.
    static let hostile =
        "<script>alert('x')</script> ]]> & \"q\" --> \u{0}\u{7}\u{1B}[31m\t\r\n\u{85}\u{2028}\u{202E}"
        + "\u{FFFE}\u{FFFF}\u{1F600} ü \\ "
        + String(decoding: [0xED, 0xA0, 0x80, 0xFF] as [UInt8], as: UTF8.self)
        + " [[ATTACHMENT|/etc/passwd]]"

    static func testcase(
        _ id: String, _ verdict: Verdict, _ reason: Reason? = nil, counted: Bool = true,
        message: String = hostile, standard: String = "scs-0117"
    ) -> Report.TestcaseReport {
        Report.TestcaseReport(
            id: id, standard: standard, target: .main, title: "Title \(hostile)",
            url: "https://docs.scs.community/standards?a=1&b=\"2\"",
            conclusion: Conclusion(
                verdict, reason.map { Finding($0, message, advice: "=1+1 \(hostile)") }),
            isCounted: counted, startedAt: "2026-11-23T17:45:47Z",
            duration: ReportedSeconds(.milliseconds(61_005)), validUntil: "2026-12-07T00:00:00Z",
            steps: [
                Report.StepReport(
                    title: "create \(hostile)", role: .require, state: .passed,
                    duration: ReportedSeconds(.milliseconds(1_250))),
                Report.StepReport(
                    title: "back it up", role: .require,
                    state: verdict == .fail ? .failed : .aborted,
                    duration: ReportedSeconds(.seconds(59))),
                Report.StepReport(title: "restore", role: .require, state: .notReached),
            ],
            evidence: [
                Evidence(.request, "POST /v3/volumes: req-f3114220-eb2a-447f-a8fb-aeaaa046d42d"),
                Evidence(.failReason, hostile),
            ], notes: ["note \(hostile)"])
    }

    static let testcases = [
        testcase("scs-0117-passed", .pass),
        testcase("scs-0117-left-out", .missing, .notSelected, counted: false),
        testcase("scs-0117-full", .abort, .quota),
        testcase("scs-0117-\(hostile)", .fail, .requirementNotMet),
        testcase("scs-0123-odd", .abort, .notApplicable, counted: false, standard: "scs-0123"),
        testcase("=cmd|' /C calc'!A0", .missing, .expired, standard: "scs-0123"),
    ]

    static func report(
        _ testcases: [Report.TestcaseReport] = testcases, cloud: String = "cloud \(hostile)",
        hasScope: Bool = true
    ) -> Report {
        Report(
            tool: Report.Tool(version: "0.1.0"),
            subject: Report.Subject(
                cloud: cloud, authURL: "https://keystone.example/v3", region: hostile,
                tlsVerified: true),
            scope: [
                Report.Standard(
                    id: "scs-0117", version: "scs-0117-v1", name: "Backup \(hostile)",
                    url: "https://docs.scs.community/standards")
            ], assessment: hasScope ? assessment : nil,
            run: Report.Run(
                id: "abcdefghij012345", startedAt: "2026-11-23T17:45:47Z",
                endedAt: "2026-11-23T17:50:00Z", duration: ReportedSeconds(.milliseconds(253_007)),
                depth: .data, selection: [], seed: "1", calls: 7, retries: 1, interrupted: false),
            verdict: Assessment.run(testcases), exitStatus: 1, exitStatusRule: .all,
            testcases: testcases, leftovers: [])
    }

    /// Of a version with all of the test cases.
    private static var assessment: ScopeAssessment? {
        guard let day = CalendarDate("2026-11-23") else { return nil }
        let version = Scope.Version(
            name: "v1", includes: [], targets: [(.main, testcases.map(\.id))])
        let scope = Scope(
            uuid: "50393e6f-2ae1-4c5c-a62c-3b75f2abef3f", name: "scope \(hostile)",
            url: "https://example.org/scope.yaml", variables: [], scripts: [], entries: [:],
            modules: [], versions: [version],
            timeline: [Scope.Era(date: day, versions: [("v1", .effective)])],
            sha256: String(repeating: "0", count: 64), file: "f")
        do {
            return ScopeAssessment(try AssessedScope(scope, day: day, version: nil), testcases)
        } catch {
            fatalError("The sample's scope has no version on its day: \(error)")
        }
    }
}
