// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Testing

@testable import SCSCheck
@testable import SCSHandover

/// What a waiver changes, and what it never changes.
struct WaiverApplicationTests {
    private static let failed = Sample.testcase("scs-0117-a", .fail, .requirementNotMet)
    private static let passed = Sample.testcase("scs-0117-b", .pass)

    private static func apply(
        _ testcases: [Report.TestcaseReport], _ from: String = "", _ to: String = "",
        cloud: String = "mycloud", known: Set<String> = [],
        change: (inout Report) -> Void = { _ in }
    ) throws -> Report {
        var report = Sample.report(testcases, cloud: cloud)
        change(&report)
        let text =
            from.isEmpty
            ? WaiverFileTests.whole : WaiverFileTests.whole.replacing(from, with: to)
        return try WaiverFileTests.read(text).applied(to: report, known: known)
    }

    @Test func `A waived failure stays a FAIL, and the exit status is that of the others`() throws {
        let report = try Self.apply([Self.failed, Self.passed])
        #expect(report.verdict == .fail && report.testcases[0].verdict == .fail)
        #expect(report.testcases[0].waiver?.ticket == "OPS-7")
        #expect(report.testcases[1].waiver == nil)
        #expect(report.exitStatus == 0)
        #expect(report.summary == "FAIL: 1 main test case failed (waived), 1 passed")
        #expect(report.exitStatusLine.contains("but 1 waived FAIL"))
        #expect(report.waivers?.notices == [])
        #expect(try Self.apply([Self.failed]).exitStatus == 0)
    }

    @Test func `What is not waived still decides`() throws {
        let other = Sample.testcase("scs-0123-a", .fail, .requirementNotMet)
        #expect(try Self.apply([Self.failed, other]).exitStatus == 1)
        let open = Sample.testcase("scs-0123-a", .abort, .unreachable)
        #expect(try Self.apply([Self.failed, open]).exitStatus == 2)
        let left = Leftover(kind: "volume", name: "n", id: nil, status: nil, reason: "r")
        #expect(
            try Self.apply([Self.failed], change: { $0.leftovers = [left] }).exitStatus == 3)
        #expect(
            try Self.apply([Self.failed], change: { $0.run.interrupted = true }).exitStatus == 130)
    }

    @Test func `No certificate passes by a waiver, nor the exit status that follows it`() throws {
        let report = try Self.apply([Self.failed, Self.passed]) { $0.exitStatusRule = .certificate }
        #expect(report.certificate?.verdict == .fail)
        #expect(report.exitStatus == 1)
        #expect(report.exitStatusLine.contains("waivers do not change it"))
        #expect(report.testcases[0].waiver != nil)
    }

    @Test(arguments: [Verdict.abort, .missing])
    func `Only a FAIL can be waived`(_ verdict: Verdict) throws {
        let report = try Self.apply([Sample.testcase("scs-0117-a", verdict, .noResult)])
        #expect(report.testcases[0].waiver == nil)
        #expect(report.exitStatus == 2)
    }

    @Test func `An expired waiver is a notice, valid through its last day`() throws {
        let report = try Self.apply([Self.failed], "2026-12-31", "2026-11-22")
        #expect(report.exitStatus == 1 && report.testcases[0].waiver == nil)
        #expect(
            report.waivers?.notices == [
                "w.yaml:2:15: The waiver for scs-0117-* expired on 2026-11-22; renew it, or remove it."
            ])
        #expect(try Self.apply([Self.failed], "2026-12-31", "2026-11-23").exitStatus == 0)
    }

    @Test func `A waiver that was not needed, and one that fits nothing, are notices`() throws {
        let unused = try Self.apply([Self.passed]).waivers?.notices
        #expect(unused?.count == 1)
        #expect(unused?.first?.contains("was not needed: scs-0117-b is PASS") == true)
        let mistyped = try Self.apply([Self.passed], "scs-0117-*", "scs-0117-bb").waivers?.notices
        #expect(
            mistyped == [
                "w.yaml:2:15: The waiver for \"scs-0117-bb\" fits no test case; did you mean \"scs-0117-b\"?"
            ])
        // It is for another run of the same cloud.
        let elsewhere = try Self.apply(
            [Self.passed], "scs-0117-*", "scs-0103-x", known: ["scs-0103-x"])
        #expect(elsewhere.waivers?.notices == [])
    }

    @Test func `Waivers of another cloud apply to none, which is noticed if all are`() throws {
        let report = try Self.apply([Self.failed], cloud: "MyCloud")
        #expect(report.exitStatus == 1)
        #expect(
            report.waivers?.notices == [
                "w.yaml: No waiver is about \"MyCloud\", only about \"mycloud\"."
            ])
    }

    @Test func `Waivers are not added to those of an earlier file`() throws {
        let once = try Self.apply([Self.failed, Self.passed])
        let again = try WaiverFileTests.read("waivers: []").applied(to: once, known: [])
        #expect(again.exitStatus == 1 && again.testcases[0].waiver == nil)
    }

    @Test func `Every format has a mark, and none calls it passed`() throws {
        let report = try Self.apply([Self.failed, Self.passed])
        let page = TerminalPage(columns: 100, isASCII: true, isColoured: false)
        let texts = [
            MarkdownReport.render([report]), HTMLReport.render([report]),
            JUnitReport.render([report]),
            CSVReport.render([report]), LinesReport.render(report),
            TerminalReport.render(report, on: page),
            String(decoding: try SARIFReport.render([report]), as: UTF8.self),
            String(decoding: try CTRFReport.render([report]), as: UTF8.self),
            String(decoding: try JSONReport.render(report), as: UTF8.self),
        ]
        for text in texts {
            #expect(text.lowercased().contains("waive"), "\(text.prefix(200))")
            #expect(text.contains("2026-12-31") && text.contains("FAIL"), "\(text.prefix(200))")
        }
        #expect(
            texts[2].contains("<skipped message=\"FAIL demand-not-met (waived until 2026-12-31)"))
        #expect(texts[4].contains("scs-0117-a: FAIL\n"))
        let result = try JSON.parse(try SARIFReport.render([report]))["runs"]?.array?.first?[
            "results"]?.array?.first
        #expect(result?["kind"] == "fail")
        #expect(result?["suppressions"]?.array?.first?["status"] == "accepted")
        let again = try JSONReport.read(try JSONReport.render(report), file: "r")
        #expect(again.testcases[0].waiver == report.testcases[0].waiver)
    }
}
