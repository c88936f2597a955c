// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Testing

@testable import SCSCheck
@testable import SCSHandover

/// A comparison as people, chats and programs read it.
struct ComparisonFormatTests {
    private static let comparison = ReportComparison(
        from: Sample.report([
            Sample.testcase("worse", .pass), Sample.testcase("better", .fail, .noResult),
            Sample.testcase("slower", .pass, seconds: 20, steps: [("wait", 20)]),
            Sample.testcase("gone", .pass),
            Sample.testcase("same", .pass),
        ]),
        to: Sample.report(
            [
                Sample.testcase(
                    "worse", .fail, .requirementNotMet,
                    message: "<b>bold</b> | `code`\nand more"), Sample.testcase("better", .pass),
                Sample.testcase("slower", .pass, seconds: 90, steps: [("wait", 90)]),
                Sample.testcase("new", .abort, .quota), Sample.testcase("same", .pass),
            ], cloud: "mycloud\u{1B}[31m", run: "bbcdefghij012345", day: "2026-11-24"))

    @Test func `JSON has the form of its schema`() throws {
        #expect(try Sample.problems(try Self.comparison.json(), schema: "diff") == [])
        let same = Sample.report([Sample.testcase("a", .pass)])
        let none = ReportComparison(from: same, to: same)
        #expect(try Sample.problems(try none.json(), schema: "diff") == [])
    }

    @Test func `The line has all in one line, regressions by name`() {
        #expect(
            Self.comparison.line
                == "mycloud → mycloud [31m, 2026-11-23 → 2026-11-24: still FAIL; 1 regression (worse), "
                + "1 fix (better), 1 unusual duration, 1 no longer tested, 1 newly tested")
        let same = Sample.report([Sample.testcase("a", .pass)])
        #expect(
            ReportComparison(from: same, to: same).line
                == "mycloud, 2026-11-23 → 2026-11-23: still PASS; no change")
        let many = (1...9).map { Sample.testcase("t\($0)", .pass) }
        let failed = (1...9).map { Sample.testcase("t\($0)", .fail, .noResult) }
        #expect(
            ReportComparison(from: Sample.report(many), to: Sample.report(failed)).line
                .hasSuffix("PASS → FAIL; 9 regressions (t1, t2, t3 and 6 more)"))
    }

    @Test func `Markdown has regressions first, the rule of durations, and only text of others`()
        throws
    {
        let text = Self.comparison.markdown
        let places = try [
            "# mycloud", "## Regressions", "## Fixes", "## Durations",
            "## No longer tested", "## Newly tested", "## What else differs",
        ].map { try #require(text.firstRange(of: $0)?.lowerBound) }
        #expect(places == places.sorted())
        #expect(text.contains("> \\<b\\>bold\\</b\\> \\| \\`code\\` and more"))
        #expect(text.contains(DurationRange.rule))
        #expect(text.contains("wait: 20.0 s → 1 min 30 s"))
        #expect(!text.contains("\u{1B}"))
        #expect(text.hasSuffix("|\n"))
    }
}
