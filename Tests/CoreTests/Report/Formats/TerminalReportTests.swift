// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Testing

@testable import SCSCheck

/// The report on a terminal: what fits, what is folded, what comes first.
struct TerminalReportTests {
    private static func page(_ columns: Int, isASCII: Bool = false) -> TerminalPage {
        TerminalPage(columns: columns, isASCII: isASCII, isColoured: false)
    }

    @Test(arguments: [20, 60, 80, 120])
    func `Every line fits, whatever the names`(_ columns: Int) {
        let page = Self.page(columns)
        let lines = TerminalReport.render(SampleReport.report(), on: page)
            .split(separator: "\n")
        #expect(lines.count > 20)
        for line in lines {
            #expect(page.width(of: String(line)) <= columns, "\(line)")
        }
    }

    @Test(arguments: [false, true])
    func `No control character of another reaches the terminal`(_ isColoured: Bool) {
        let page = TerminalPage(columns: 80, isASCII: false, isColoured: isColoured)
        let text = TerminalReport.render(SampleReport.report(), on: page)
        let ours = text.replacing(/\x1B\[1;3[0-9]m|\x1B\[0m/, with: "")
        #expect(
            ours.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F })
        #expect((ours != text) == isColoured)
    }

    @Test func `Without UTF-8 all is ASCII`() {
        let text = TerminalReport.render(
            SampleReport.report(), on: Self.page(80, isASCII: true))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        #expect(text.contains("  + scs-0117-v1  1  Backup"))
    }

    @Test func `Failures come first, each with cause, advice and where to look`() throws {
        let text = TerminalReport.render(SampleReport.report(), on: Self.page(120))
        let places = try [
            "FAIL demand-not-met: scs-0117-", "ABORT quota: scs-0117-full",
            "MISSING expired: =cmd", "ABORT not-applicable (not counted)", "PASS: 1 test case",
            "MISSING not-selected (not counted): 1 test case.",
        ].map { sentence in
            try #require(text.firstRange(of: sentence)?.lowerBound, "\(sentence)")
        }
        #expect(places == places.sorted())
        #expect(text.contains("  at the step: back it up\n"))
        #expect(text.contains("  What to do: =1+1"))
        #expect(
            text.contains("request: POST /v3/volumes: req-f3114220-eb2a-447f-a8fb-aeaaa046d42d"))
    }

    @Test func `One cause is told once, however many test cases it has and whatever its ids`() {
        let id = "f3114220-eb2a-447f-a8fb-aeaaa046d4"
        let testcases = (10..<92).map { number in
            SampleReport.testcase(
                "t\(number)", .abort, .auth,
                message: "Refused after 3.\(number) s: req-\(id)\(number)")
        }
        let report = SampleReport.report(testcases, cloud: "mycloud")
        #expect(report.causes.count == 1)
        let text = TerminalReport.render(report, on: Self.page(80))
        #expect(text.firstRange(of: "ABORT auth: 82 test cases") != nil)
        #expect(text.contains("  t10, t11, t12 and 79 more\n"))
        #expect(text.split(separator: "\n").count < 25)
    }

    @Test func `A word longer than a line is broken, and a wide character takes two columns`() {
        let page = Self.page(20)
        #expect(page.wrapped(String(repeating: "a", count: 45)).map(\.count) == [20, 20, 9])
        #expect(page.width(of: "漢字 é e\u{301}") == 8)
        #expect(page.wrapped("漢漢漢漢漢漢漢漢漢漢漢").count == 2)
        #expect(page.cut("漢漢漢漢漢漢漢漢漢漢漢") == "漢漢漢漢漢漢漢漢漢…")
        #expect(page.wrapped("") == [""])
    }
}
