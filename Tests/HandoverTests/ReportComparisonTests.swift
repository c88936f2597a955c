// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Testing

@testable import SCSCheck
@testable import SCSHandover

/// What a comparison calls a regression, a fix, or neither.
struct ReportComparisonTests {
    private static func compare(
        _ old: [Report.TestcaseReport], _ new: [Report.TestcaseReport]
    ) -> ReportComparison {
        ReportComparison(
            from: Sample.report(old),
            to: Sample.report(new, run: "bbcdefghij012345", day: "2026-11-24"))
    }

    @Test(arguments: [
        (Verdict.pass, Verdict.fail), (.pass, .abort), (.pass, .missing), (.abort, .fail),
        (.missing, .fail),
    ])
    func `What counts and is worse than before is a regression`(_ old: Verdict, _ new: Verdict) {
        let comparison = Self.compare(
            [Sample.testcase("a", old, old == .pass ? nil : .noResult)],
            [Sample.testcase("a", new, .noResult)])
        #expect(comparison.regressions.map(\.testcase) == ["a"])
        #expect(comparison.fixes.isEmpty && comparison.changes.isEmpty)
    }

    @Test(arguments: [
        (Verdict.fail, Verdict.abort), (.fail, .missing), (.abort, .missing), (.missing, .abort),
    ])
    func `A result that could not be had is neither a regression nor a fix after another shortfall`(
        _ old: Verdict, _ new: Verdict
    ) {
        let comparison = Self.compare(
            [Sample.testcase("a", old, .noResult)], [Sample.testcase("a", new, .noResult)])
        #expect(comparison.changes.map(\.testcase) == ["a"])
        #expect(comparison.regressions.isEmpty && comparison.fixes.isEmpty)
    }

    @Test(arguments: [Verdict.fail, .abort, .missing])
    func `A pass after anything else is a fix`(_ old: Verdict) {
        let comparison = Self.compare(
            [Sample.testcase("a", old, .noResult)], [Sample.testcase("a", .pass)])
        #expect(comparison.fixes.map(\.testcase) == ["a"])
        #expect(comparison.regressions.isEmpty)
    }

    @Test func `What no longer counts is no regression`() {
        let comparison = Self.compare(
            [Sample.testcase("a", .pass)],
            [Sample.testcase("a", .abort, .notApplicable, counted: false)])
        #expect(comparison.regressions.isEmpty)
        #expect(comparison.changes.map(\.testcase) == ["a"])
    }

    @Test func `Another reason is a change, another id or time in the message is none`() {
        let before = [
            Sample.testcase(
                "a", .fail, .resourceError,
                message: "backup 8c0adc37-4975-4b26-a40c-a35f69318cdf: error at 4.0 s"),
            Sample.testcase("b", .abort, .quota, message: "full"),
            Sample.testcase("c", .fail, .resourceError, message: "one"),
        ]
        let after = [
            Sample.testcase(
                "a", .fail, .resourceError,
                message: "backup 11111111-4975-4b26-a40c-a35f69318cdf: error at 9.0 s"),
            Sample.testcase("b", .abort, .unreachable, message: "full"),
            Sample.testcase("c", .fail, .resourceError, message: "two"),
        ]
        let comparison = Self.compare(before, after)
        #expect(comparison.changes.map(\.testcase) == ["b", "c"])
        #expect(comparison.unchanged == 1)
        #expect(comparison.regressions.isEmpty)
    }

    @Test func `What only one of the runs tested is listed with why, even a failure`() {
        let left = Sample.testcase("left", .missing, .notSelected, counted: false)
        let comparison = Self.compare(
            [Sample.testcase("gone", .pass), Sample.testcase("left", .pass)],
            [Sample.testcase("new", .fail, .noResult), left])
        #expect(comparison.onlyInFrom.map(\.testcase) == ["left", "gone"])
        #expect(comparison.onlyInFrom.map(\.otherwise) == [.notSelected, nil])
        #expect(comparison.onlyInTo.map(\.testcase) == ["new"])
        #expect(comparison.regressions.isEmpty)
        #expect(Self.compare([left], [left]).unchanged == 0)
    }

    @Test(arguments: [
        (60.0, 121.0, true), (60, 119, false), (60, 29, true), (60, 31, false), (1, 5.9, false),
        (1, 6.1, true), (8, 2.9, true), (6, 1.1, false),
    ])
    func `A duration leaves its range by twice and 5 s`(
        _ old: Double, _ new: Double, _ isUnusual: Bool
    ) {
        let comparison = Self.compare(
            [Sample.testcase("a", .pass, seconds: old)],
            [Sample.testcase("a", .pass, seconds: new)])
        #expect(comparison.durations.map(\.testcase) == (isUnusual ? ["a"] : []))
        // A failure ends early, and an unusual duration is no regression.
        let failed = Self.compare(
            [Sample.testcase("a", .pass, seconds: old)],
            [Sample.testcase("a", .fail, .noResult, seconds: new)])
        #expect(failed.durations.isEmpty && comparison.regressions.isEmpty)
    }

    @Test func `An unusual duration names the step, and earlier reports widen the range`() throws {
        let old = Sample.report([
            Sample.testcase("a", .pass, seconds: 30, steps: [("create", 5), ("back up", 25)])
        ])
        let new = Sample.report([
            Sample.testcase("a", .pass, seconds: 90, steps: [("create", 6), ("back up", 84)])
        ])
        let change = try #require(ReportComparison(from: old, to: new).durations.first)
        #expect(change.step?.title == "back up")
        let slow = Sample.report([Sample.testcase("a", .pass, seconds: 80)])
        #expect(ReportComparison(from: old, to: new, earlier: [slow]).durations.isEmpty)
    }

    @Test func `A newer program, scope and selection are circumstances`() {
        let old = Sample.report([Sample.testcase("a", .pass)])
        var new = old
        new.tool.version = "0.3.0"
        new.run.selection = []
        new.subject.cloud = "other"
        let comparison = ReportComparison(from: old, to: new)
        #expect(comparison.circumstances.map(\.what) == ["cloud", "program", "selection"])
        #expect(comparison.circumstances[1].from == "scs-check 0.2.0")
        #expect(comparison.circumstances[2].to == "everything")
        #expect(ReportComparison(from: old, to: old).circumstances.isEmpty)
    }
}
