// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSFleet

/// The matrix as a page, and its JSON by the schema.
struct MatrixHTMLTests {
    private func matrix(_ rows: [MatrixRow], missing: [String] = []) -> Matrix {
        let date = Date(timeIntervalSince1970: 0)
        return Matrix(
            tool: Report.Tool(version: "0.2.0"),
            run: Matrix.Run(
                preset: "night<ly>", shard: nil, startedAt: date, endedAt: date,
                duration: .seconds(3), interrupted: false),
            rows: rows,
            standards: [
                Report.Standard(id: "scs-0001-v1", version: "v1", name: "One", url: "u"),
                Report.Standard(id: "scs-0002-v1", version: "v1", name: "Two", url: "u"),
            ], missing: missing)
    }

    private func sample() throws -> Matrix {
        let subject = FleetSubject(cloud: "bad", region: nil, name: "c-bad")
        let before = try SampleReport.make(["scs-0001-a": "PASS", "scs-0002-a": "PASS"], at: 1)
        let now = try SampleReport.make(
            ["scs-0001-a": "FAIL", "scs-0002-a": "PASS"], at: 5, exitStatus: 1,
            reasons: ["scs-0001-a": "demand-not-met"])
        let first = MatrixRow(subject, before, path: nil)
        return matrix(
            [
                MatrixRow(SampleReport.subject("<b>'\"&"), problem: "<script>\u{1B}"),
                MatrixRow(
                    subject, now, path: "c-bad/report.json", earlier: before, before: first),
                MatrixRow(
                    SampleReport.subject("d-good"),
                    try SampleReport.make(["scs-0001-a": "PASS"], at: 1),
                    path: "d-good/report.json"),
            ], missing: ["e-missing"])
    }

    @Test func `Names of others are text in the page`() throws {
        let page = MatrixHTML.render(try sample())
        #expect(page.contains("&lt;b&gt;&#39;&quot;&amp;"))
        #expect(!page.contains("<b>") && !page.contains("\u{1B}") && !page.contains("<ly>"))
        #expect(page.components(separatedBy: "<script>").count == 2)
    }

    @Test(arguments: [
        "../../x/report.json", "/etc/report.json", "javascript:alert(1).json", "a/./report.json",
    ])
    func `A path that leads elsewhere is no link`(_ path: String) throws {
        var row = MatrixRow(SampleReport.subject("x"), problem: "p")
        row.report = path
        let page = MatrixHTML.render(matrix([row]))
        #expect(!page.contains("href=\"..") && !page.contains("href=\"/"))
        #expect(!page.contains("javascript:") && !page.contains("./"))
    }

    @Test
    func `Verdict, changes, table, failures, slow ones and the untested are there in this order`()
        throws
    {
        let page = MatrixHTML.render(try sample())
        let parts = [
            "<h1>", "3 subjects: 1 failed, 1 inconclusive, 1 passed, 1 not tested",
            "id=\"changes\"", "id=\"verdicts\"", "c-bad/report.html", "not tested</td>",
            "id=\"problems\"", "since 2026-11-28T05:00:00Z", "id=\"slow\"", "id=\"missing\"",
            "e-missing",
        ]
        var rest = page[try #require(page.firstRange(of: "<body")).lowerBound...]
        for part in parts {
            let range = try #require(rest.firstRange(of: part), "\(part)")
            rest = rest[range.upperBound...]
        }
    }

    @Test func `Long lists are cut and say so`() throws {
        let rows = (0..<300).map {
            MatrixRow(SampleReport.subject("s\($0)"), problem: "no such cloud")
        }
        let page = MatrixHTML.render(matrix(rows))
        #expect(page.contains("And 100 more subjects; matrix.json has all of them."))
        #expect(page.components(separatedBy: "<tr data-verdict").count == 301)
    }

    @Test func `A subject that fails everywhere lists a part of its standards and says so`() throws
    {
        var matrix = try sample()
        let bad = try #require(matrix.rows.firstIndex { $0.name == "c-bad" })
        let failed = try #require(matrix.rows[bad].cells["scs-0001-v1"])
        for number in 10..<60 {
            let id = "scs-00\(number)-v1"
            matrix.rows[bad].cells[id] = failed
            matrix.standards.append(Report.Standard(id: id, version: id, name: "n", url: "u"))
        }
        let page = MatrixHTML.render(matrix)
        #expect(page.contains("And 31 more standards; matrix.json has all of them."))
        #expect(page.contains("class=\"scroll grid sheet\""))
    }

    @Test func `The JSON is valid by the schema, which refuses what it does not know`() throws {
        let file = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/schemas/matrix.schema.json")
        let schema = try JSONSchema(Array(try Data(contentsOf: file)))
        let whole = try MatrixJSON.render(try sample())
        #expect(schema.problems(in: try JSON.parse(whole)) == [])
        #expect(schema.problems(in: try JSON.parse(MatrixJSON.render(matrix([])))) == [])
        let text = String(decoding: whole, as: UTF8.self)
        for (right, wrong) in [("\"FAIL\"", "\"fail\""), ("\"passed\"", "\"past\"")] {
            #expect(text.contains(right))
            let changed = Array(text.replacing(right, with: wrong).utf8)
            #expect(!schema.problems(in: try JSON.parse(changed)).isEmpty, "\(wrong)")
        }
    }
}
