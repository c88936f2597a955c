// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Testing

@testable import SCSCheck

/// Several reports in one document, and failures at the top of each format.
struct SeveralReportsTests {
    private static let good = SampleReport.report(
        [SampleReport.testcase("scs-0117-one", .pass)], cloud: "good")
    private static let bad = SampleReport.report(
        [
            SampleReport.testcase("scs-0117-zero", .pass),
            SampleReport.testcase("scs-0117-one", .fail, .requirementNotMet),
        ], cloud: "bad")

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// How often a text occurs.
    private static func count(_ part: String, in text: String) -> Int {
        text.ranges(of: part).count
    }

    @Test func `Each report is in the document, under its cloud`() throws {
        let both = [Self.good, Self.bad]
        let junit = JUnitReport.render(both)
        #expect(junit.contains("classname=\"good scs-0117-v1\" name=\"scs-0117-one\""))
        #expect(junit.contains("classname=\"bad scs-0117-v1\" name=\"scs-0117-one\""))
        #expect(junit.contains("<testsuites name=\"good, bad\" tests=\"3\" failures=\"1\""))
        #expect(Self.count("cloud,run,standard", in: CSVReport.render(both)) == 1)
        #expect(CSVReport.render(both).utf8.count { $0 == 0x0A } == 4)
        let sarif = try JSON.parse(try SARIFReport.render(both))
        #expect(sarif["runs"]?.array?.count == 2)
        let ctrf = try JSON.parse(try CTRFReport.render(both))["results"]
        #expect(ctrf?["summary"]?["tests"] == 3)
        #expect(ctrf?["tests"]?.array?.first?["suite"] == ["good", "scs-0117"])
        let monitor = try MonitorReport.render(both)
        #expect(Self.count("---\nspec:\n", in: monitor) == 2)
        let oscal = try JSON.parse(try OSCALReport.render(both))
        #expect(oscal["assessment-results"]?["results"]?.array?.count == 2)
    }

    @Test func `People see the cloud that failed first`() throws {
        for text in [
            MarkdownReport.render([Self.good, Self.bad]), HTMLReport.render([Self.good, Self.bad]),
        ] {
            let bad = try #require(text.firstRange(of: "bad")?.lowerBound)
            let good = try #require(text.firstRange(of: "good")?.lowerBound)
            #expect(bad < good)
            #expect(text.contains("2 reports: 1 FAIL, 1 PASS"))
        }
    }

    @Test func `The page of several has no script, and links that lead somewhere`() {
        let page = HTMLReport.render([Self.good, SampleReport.report()])
        #expect(page.contains("script-src &#39;none&#39;"))
        #expect(!page.contains("<script"))
        for link in page.matches(of: /href="#([^"]*)"/) {
            #expect(page.contains("id=\"\(link.output.1)\""))
        }
    }

    @Test func `Clouds are columns as long as they fit, then rows`() {
        for (count, isSheet) in [(20, false), (21, true)] {
            let reports = (0..<count).map {
                SampleReport.report([SampleReport.testcase("scs-0117-one", .pass)], cloud: "c\($0)")
            }
            let page = HTMLReport.render(reports)
            #expect(page.contains("class=\"scroll grid sheet\"") == isSheet)
            #expect(
                page.contains(isSheet ? "<th scope=\"row\">c3</th>" : "<th scope=\"col\">c3</th>"))
        }
    }

    @Test func `Failures are at the top of every format`() throws {
        let report = Self.bad
        let page = TerminalPage(columns: 100, isASCII: true, isColoured: false)
        let texts = [
            Self.text(try JSONReport.render(report)), MarkdownReport.render(report),
            HTMLReport.render(report), JUnitReport.render([report]), CSVReport.render([report]),
            Self.text(try CTRFReport.render([report])), Self.text(try SARIFReport.render([report])),
            Self.text(try OSCALReport.render([report])), LinesReport.render(report),
            TerminalReport.render(report, on: page),
        ]
        for text in texts {
            // Where a verdict is counted or listed by scope, the ids come in the scope's order.
            let body =
                text.firstRange(of: "\"testcases\"").map { text[$0.upperBound...] } ?? text[...]
            let failed = try #require(body.firstRange(of: "scs-0117-one")?.lowerBound)
            let passed = body.firstRange(of: "scs-0117-zero")?.lowerBound ?? body.endIndex
            #expect(failed < passed, "\(text.prefix(300))")
        }
        let monitor = try MonitorReport.render([report])
        let results = try #require(monitor.firstRange(of: "results:")?.upperBound)
        #expect(monitor[results...].hasPrefix("\n        \"scs-0117-one\": -1"))
    }

    @Test func `The normal form has one order, whatever the verdicts are`() throws {
        var fixed = Self.bad
        fixed.testcases[1] = SampleReport.testcase("scs-0117-one", .pass)
        let ids = try [Self.bad, fixed].map { report in
            try JSON.parse(try NormalReport.render(report))["testcases"]?.array?.map { $0["id"] }
        }
        #expect(ids[0] == ids[1])
    }
}
