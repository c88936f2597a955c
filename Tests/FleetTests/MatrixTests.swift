// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
@testable import SCSCheck
@testable import SCSFleet
import SCSSupport
import Testing

/// One table for many subjects.
struct MatrixTests {
    private func matrix(_ rows: [MatrixRow], missing: [String] = [], shard: Shard? = nil) -> Matrix
    {
        let date = Date(timeIntervalSince1970: 0)
        return Matrix(
            tool: Report.Tool(version: "0.2.0"),
            run: Matrix.Run(
                preset: "nightly", shard: shard, startedAt: date, endedAt: date,
                duration: .seconds(3),
                interrupted: false), rows: rows,
            standards: [
                Report.Standard(id: "scs-0001-v1", version: "v1", name: "One", url: "u"),
                Report.Standard(id: "scs-0002-v1", version: "v1", name: "Two", url: "u"),
            ], missing: missing)
    }

    @Test(arguments: [
        ([0, 0], 0), ([0, 2], 2), ([2, 1], 1), ([1, 3], 3), ([3, 130, 0], 130), ([], 2),
    ])
    func `The worst exit status counts`(_ statuses: [Int], _ worst: Int) {
        #expect(Matrix.exitStatus(statuses) == worst)
    }

    @Test func `A row has a verdict for each standard, and who fails comes first`() throws {
        let good = MatrixRow(
            SampleReport.subject("b-good"),
            try SampleReport.make(["scs-0001-a": "PASS", "scs-0002-a": "PASS"], at: 1),
            path: "b-good/report.json")
        let bad = MatrixRow(
            SampleReport.subject("c-bad"),
            try SampleReport.make(
                ["scs-0001-a": "PASS", "scs-0001-b": "FAIL", "scs-0002-a": "PASS"], at: 1,
                exitStatus: 1), path: "c-bad/report.json")
        let broken = MatrixRow(SampleReport.subject("a-broken"), problem: "no such cloud")
        let matrix = matrix([good, broken, bad])
        #expect(matrix.rows.map(\.name) == ["c-bad", "a-broken", "b-good"])
        #expect(matrix.exitStatus == 1)
        #expect(matrix.headline == "3 subjects: 1 failed, 1 inconclusive, 1 passed")
        #expect(bad.cells["scs-0001-v1"]?.verdict == .fail)
        #expect(bad.cells["scs-0001-v1"]?.others == ["scs-0001-b": .fail])
        #expect(bad.cells["scs-0002-v1"]?.verdict == .pass)
        #expect(broken.verdict == .missing && broken.exitStatus == 2)
        let text = MatrixMarkdown.render(matrix)
        #expect(text.contains("| [c-bad](c-bad/report.md) "))
        #expect(text.contains("| a-broken "))
        #expect(text.contains("scs-0001-v1 FAIL since 2026-11-28T01:00:00Z: `scs-0001-b`"))
        let again = try MatrixJSON.read(MatrixJSON.render(matrix), file: "m")
        #expect(try MatrixJSON.render(again) == MatrixJSON.render(matrix))
    }

    @Test func `Since when and what changed follow from the run before`() throws {
        let first = try SampleReport.make(["scs-0001-a": "PASS", "scs-0002-a": "FAIL"], at: 1)
        let second = try SampleReport.make(
            ["scs-0001-a": "FAIL", "scs-0002-a": "FAIL"], at: 5,
            reasons: ["scs-0001-a": "demand-not-met"])
        let subject = SampleReport.subject("one")
        let before = MatrixRow(subject, first, path: nil)
        let row = MatrixRow(subject, second, path: nil, earlier: first, before: before)
        #expect(row.cells["scs-0001-v1"]?.since == "2026-11-28T05:00:00Z")
        #expect(row.cells["scs-0002-v1"]?.since == "2026-11-28T01:00:00Z")
        #expect(
            row.changes == [
                MatrixRow.Change(
                    testcase: "scs-0001-a", from: .pass, to: .fail, reason: .requirementNotMet)
            ])
        #expect(MatrixMarkdown.render(matrix([row])).contains("## Changes since the last run"))
    }

    @Test
    func `A subject that a whole run did not reach makes it inconclusive, a shard's does not`()
        throws
    {
        let good = MatrixRow(
            SampleReport.subject("good"), try SampleReport.make(["scs-0001-a": "PASS"], at: 1),
            path: nil)
        #expect(matrix([good], missing: ["x"]).exitStatus == 2)
        #expect(matrix([good], missing: ["x"], shard: Shard("1/2")).exitStatus == 0)
    }

    @Test func `Names of others are text in Markdown`() throws {
        let row = MatrixRow(SampleReport.subject("x"), problem: "<b>|`\u{1B}[31m")
        let text = MatrixMarkdown.render(matrix([row]))
        #expect(!text.contains("<b>") || text.contains("\\<b"))
        #expect(!text.contains("\u{1B}"))
    }

    @Test(arguments: ["", "{}", "[1]", #"{"schema_version": 9}"#])
    func `What is no matrix is refused with a sentence`(_ text: String) {
        let error = #expect(throws: (any Error).self) {
            try MatrixJSON.read(Array(text.utf8), file: "m.json")
        }
        #expect(error.map { "\($0)".hasPrefix("m.json ") } == true)
    }
}
