// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSFleet
import Testing

/// Results of several runs as one, by SCS-0003-v2.
struct MatrixMergeTests {
    private func part(_ report: Report?, _ folder: String) -> MatrixMerge.Part {
        let subject = SampleReport.subject("one")
        let row =
            report.map { MatrixRow(subject, $0, path: "one/report.json") }
            ?? MatrixRow(subject, problem: "no such cloud")
        return MatrixMerge.Part(row: row, report: report, folder: folder)
    }

    @Test func `The newest result of each test case counts, whatever the order of the folders`()
        throws
    {
        let early = try SampleReport.make(
            ["scs-0001-a": "FAIL", "scs-0001-b": "PASS", "scs-0001-c": "FAIL"], at: 1)
        let late = try SampleReport.make(["scs-0001-a": "PASS", "scs-0001-b": "FAIL"], at: 2)
        for parts in [[part(early, "x"), part(late, "y")], [part(late, "y"), part(early, "x")]] {
            let merged = try #require(try MatrixMerge.subject(parts))
            let report = try #require(merged.report)
            let verdicts = report.testcases.reduce(into: [:]) { $0[$1.id] = $1.verdict }
            // The old failure of c is the only result of c: it is not left out.
            #expect(verdicts == ["scs-0001-a": .pass, "scs-0001-b": .fail, "scs-0001-c": .fail])
            #expect(report.verdict == .fail)
            #expect(merged.row.exitStatus == 1)
        }
    }

    @Test func `What a run did not select replaces no result`() throws {
        let early = try SampleReport.make(["scs-0001-a": "FAIL"], at: 1)
        let late = try SampleReport.make(
            ["scs-0001-a": "MISSING"], at: 2, reasons: ["scs-0001-a": "not-selected"])
        let merged = try #require(try MatrixMerge.subject([part(early, "x"), part(late, "y")]))
        #expect(merged.report?.verdict == .fail)
    }

    @Test func `An old result that has expired since is no result`() throws {
        var early = try SampleReport.make(["scs-0001-a": "PASS", "scs-0001-b": "PASS"], at: 1)
        early.testcases[0].validUntil = "2026-11-28T02:00:00Z"
        early.testcases[1].validUntil = "2026-11-28T02:00:01Z"
        let late = try SampleReport.make(["scs-0001-c": "PASS"], at: 2)
        let merged = try #require(try MatrixMerge.subject([part(early, "x"), part(late, "y")]))
        let verdicts = merged.report?.testcases.reduce(into: [:]) { $0[$1.id] = $1.verdict }
        #expect(verdicts == ["scs-0001-a": .missing, "scs-0001-b": .pass, "scs-0001-c": .pass])
        #expect(merged.report?.testcases.first { $0.id == "scs-0001-a" }?.reason == .expired)
        #expect(merged.row.exitStatus == 2)
    }

    @Test func `A waived failure stays waived`() throws {
        var early = try SampleReport.make(["scs-0001-a": "FAIL"], at: 1)
        early.testcases[0].waiver = Waiver(
            testcase: "scs-0001-a", subject: "one", justification: "known", approver: "Ada",
            ticket: "OPS-7", expires: "2026-12-31")
        let late = try SampleReport.make(["scs-0001-b": "PASS"], at: 2)
        let merged = try #require(try MatrixMerge.subject([part(early, "x"), part(late, "y")]))
        #expect(merged.report?.verdict == .fail)
        #expect(merged.row.exitStatus == 0)
    }

    @Test func `Two clouds under one name contradict each other`() throws {
        let here = try SampleReport.make(["scs-0001-a": "PASS"], at: 1)
        let there = try SampleReport.make(["scs-0001-a": "PASS"], at: 2, url: "https://two.example")
        let error = #expect(throws: (any Error).self) {
            try MatrixMerge.subject([part(here, "x"), part(there, "y")])
        }
        #expect(
            error.map { "\($0)" }?.hasPrefix(
                "y and x contradict each other about \"one\": the Keystone is \"https://two.example\" in one "
                    + "and \"https://one.example\" in the other.") == true)
    }

    @Test func `A run that could not test hides no result, and is all there is without one`() throws
    {
        let report = try SampleReport.make(["scs-0001-a": "PASS"], at: 1)
        #expect(try MatrixMerge.subject([part(nil, "x"), part(report, "y")])?.row.verdict == .pass)
        #expect(try MatrixMerge.subject([part(nil, "x")])?.row.problem == "no such cloud")
        #expect(try MatrixMerge.subject([]) == nil)
    }
}
