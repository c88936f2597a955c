// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

@testable import SCSCheck
@testable import SCSSupport

/// Headline, exit status, `verdict` and certificate agree for every run.
struct RunConclusionTests {
    /// A scope with an effective version and a draft, or names alone, with their outcomes.
    struct Case: Sendable, CustomTestStringConvertible {
        /// Target of v1 (or `draft`), verdict and reason of each test case.
        var outcomes: [(target: String, verdict: Verdict, reason: Reason?)]
        var isScope = true
        var selection: [String] = []
        var leftovers = 0
        var isInterrupted = false
        var verdict: Verdict
        var certificate: Verdict?
        var stands = true
        /// By the rule `all`, and by the rule `certificate`.
        var status: (all: Int, certificate: Int)
        var summary: String

        var testDescription: String { summary }
    }

    static let cases = [
        Case(
            outcomes: [("main", .pass, nil), ("recommended", .fail, .requirementNotMet)],
            verdict: .fail, certificate: .pass, status: (1, 0),
            summary: "Certificate PASS; 1 recommended test case failed, 1 passed"),
        Case(
            outcomes: [("main", .pass, nil), ("recommended", .fail, .requirementNotMet)],
            isScope: false, verdict: .fail, certificate: .pass, stands: false, status: (1, 0),
            summary: "FAIL: 1 recommended test case failed, 1 passed"),
        Case(
            outcomes: [("main", .pass, nil), ("draft", .fail, .requirementNotMet)],
            verdict: .fail, certificate: .pass, status: (1, 0),
            summary: "Certificate PASS; 1 test case of v2 (draft) failed, 1 passed"),
        Case(
            outcomes: [("main", .fail, .quota), ("main", .fail, nil), ("recommended", .pass, nil)],
            verdict: .fail, certificate: .fail, status: (1, 1),
            summary: "Certificate FAIL; 2 main test cases failed, 1 passed"),
        Case(
            outcomes: [("main", .pass, nil), ("recommended", .missing, .manual)],
            verdict: .pass, certificate: .pass, status: (0, 0),
            summary: "Certificate PASS; 1 test case passed, 1 not counted"),
        Case(
            outcomes: [("main", .pass, nil), ("main", .missing, .manual)],
            verdict: .missing, certificate: .missing, status: (2, 2),
            summary: "Certificate MISSING; 1 main test case is missing, 1 passed"),
        Case(
            outcomes: [("main", .pass, nil), ("main", .missing, .manual)], isScope: false,
            verdict: .pass, certificate: .pass, stands: false, status: (0, 0),
            summary: "PASS: 1 test case passed, 1 not counted"),
        Case(
            outcomes: [("main", .pass, nil), ("main", .abort, .quota), ("main", .abort, .auth)],
            verdict: .abort, certificate: .abort, status: (2, 2),
            summary: "Certificate ABORT; 2 main test cases aborted, 1 passed"),
        Case(
            outcomes: [("main", .pass, nil), ("recommended", .missing, .expired)],
            verdict: .missing, certificate: .pass, status: (2, 0),
            summary: "Certificate PASS; 1 recommended test case is missing, 1 passed"),
        Case(
            outcomes: [("main", .pass, nil), ("main", .missing, .notSelected)],
            selection: ["a"], verdict: .pass, certificate: .pass, stands: false, status: (0, 0),
            summary: "PASS: 1 test case passed, 1 not counted"),
        Case(
            outcomes: [("extended", .pass, nil), ("main", .missing, .notSelected)],
            isScope: false, verdict: .pass, certificate: nil, stands: false, status: (0, 2),
            summary: "PASS: 1 test case passed, 1 not counted"),
        Case(
            outcomes: [("main", .fail, nil)], isScope: false, leftovers: 2, verdict: .fail,
            certificate: .fail, stands: false, status: (3, 3),
            summary: "FAIL: 1 main test case failed; 2 resources were left behind"),
        Case(
            outcomes: [("main", .pass, nil), ("recommended", .fail, nil)], leftovers: 1,
            isInterrupted: true, verdict: .fail, certificate: .pass, status: (130, 130),
            summary: "Certificate PASS; 1 recommended test case failed, 1 passed; 1 resource was "
                + "left behind; the run was interrupted"),
        Case(
            outcomes: [("main", .missing, .notSelected)], isScope: false, verdict: .missing,
            certificate: nil, stands: false, status: (2, 2), summary: "MISSING: 1 not counted"),
    ]

    private static func testcase(
        _ index: Int, _ target: String, _ verdict: Verdict, _ reason: Reason?
    ) -> Report.TestcaseReport {
        var testcase = Report.TestcaseReport(
            id: "t\(index)", standard: "s", target: Target(rawValue: target) ?? .main,
            title: "t", conclusion: Conclusion(verdict, reason.map { Finding($0, "") }),
            isCounted: true, steps: [], evidence: [], notes: [])
        testcase.isCounted = Assessment.counts(testcase, isByDefault: false)
        return testcase
    }

    private static func assessment(_ example: Case, _ testcases: [Report.TestcaseReport])
        throws -> ScopeAssessment
    {
        func targets(_ isDraft: Bool) -> [(target: Target, testcases: [String])] {
            [Target.main, .recommended, .extended].compactMap { target in
                let ids = zip(example.outcomes, testcases).filter { outcome, _ in
                    outcome.target == target.rawValue || isDraft && outcome.target == "draft"
                }.map(\.1.id)
                return ids.isEmpty ? nil : (target, ids)
            }
        }
        let versions = ["v1", "v2"].map { name in
            Scope.Version(name: name, includes: [], targets: targets(name == "v2"))
        }
        let day = try #require(CalendarDate("2026-11-23"))
        let scope = Scope(
            uuid: "u", name: "scope", url: "https://example.org", variables: [], scripts: [],
            entries: [:], modules: [], versions: versions,
            timeline: [
                Scope.Era(date: day, versions: [("v1", .effective), ("v2", .draft)])
            ], sha256: "0", file: "f")
        return ScopeAssessment(
            try AssessedScope(scope, day: day, version: nil), testcases)
    }

    private static func report(_ example: Case, _ rule: Report.ExitStatusRule) throws -> Report {
        let testcases = example.outcomes.enumerated().map {
            testcase($0.offset, $0.element.target, $0.element.verdict, $0.element.reason)
        }
        let assessment = example.isScope ? try assessment(example, testcases) : nil
        let conclusion = RunConclusion(
            testcases, assessment: assessment, selection: example.selection, rule: rule,
            hasLeftovers: example.leftovers > 0, isInterrupted: example.isInterrupted)
        return Report(
            tool: Report.Tool(version: "0.0.0"),
            subject: Report.Subject(cloud: "c", authURL: nil, region: nil, tlsVerified: true),
            scope: [], assessment: assessment,
            run: Report.Run(
                id: "r", startedAt: "", endedAt: "", duration: ReportedSeconds(.zero), depth: .api,
                selection: example.selection, seed: "0", calls: 0, retries: 0,
                interrupted: example.isInterrupted), verdict: conclusion.verdict,
            certificate: conclusion.certificate, exitStatus: conclusion.exitStatus,
            exitStatusRule: rule, testcases: conclusion.testcases,
            leftovers: (0..<example.leftovers).map {
                Leftover(kind: "volume", name: "n\($0)", id: nil, status: nil, reason: "r")
            })
    }

    @Test(arguments: cases)
    func `Each combination has one verdict, one headline and one exit status`(_ example: Case)
        throws
    {
        let all = try Self.report(example, .all)
        #expect(all.verdict == example.verdict)
        #expect(all.certificate?.verdict == example.certificate)
        #expect(all.certificate?.stands ?? false == example.stands)
        #expect(all.exitStatus == example.status.all)
        #expect(all.summary == example.summary)
        let alone = try Self.report(example, .certificate)
        #expect(alone.exitStatus == example.status.certificate)
        #expect(alone.verdict == all.verdict && alone.summary == all.summary)
        let text = MarkdownReport.render(alone)
        #expect(text.hasPrefix("# \(Markdown.text(example.summary))\n"))
        #expect(text.contains("exit status \(alone.exitStatus)"))
        #expect(
            text.contains("No certificate can be based on it")
                == (!example.stands && example.certificate != nil))
        #expect(!text.contains("TENTATIVE"))
    }

    @Test func `A run never passes where its certificate does not`() throws {
        let verdicts: [(Verdict, Reason?)] = [
            (.pass, nil), (.fail, .requirementNotMet), (.abort, .notApplicable),
            (.missing, .manual),
            (.missing, .notImplemented), (.missing, .expired),
        ]
        for first in verdicts {
            for second in verdicts {
                let example = Case(
                    outcomes: [("main", first.0, first.1), ("recommended", second.0, second.1)],
                    verdict: .pass, status: (0, 0), summary: "")
                let report = try Self.report(example, .all)
                #expect(report.verdict != .pass || report.certificate?.verdict == .pass)
            }
        }
    }

    @Test func `A report of version 1 is concluded by today's rule`() throws {
        let example = Self.cases[0]
        let report = try Self.report(example, .all)
        guard case .object(var fields) = try JSON.parse(try JSONReport.render(report)) else {
            return
        }
        fields["schema_version"] = 1
        fields["verdict"] = "PASS"
        fields["exit_status_rule"] = nil
        fields["certificate"] = ["target": "main", "verdict": "PASS", "version": "v1"]
        fields["testcases"] = .array(
            (fields["testcases"]?.array ?? []).map { testcase in
                guard case .object(var fields) = testcase else { return testcase }
                fields["counted"] = nil
                return .object(fields)
            })
        let read = try JSONReport.read(try JSON.object(fields).bytes(), file: "f")
        #expect(read.verdict == .fail && read.summary == example.summary)
    }
}
