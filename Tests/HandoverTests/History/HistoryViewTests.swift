// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSHandover

/// What a history shows, and which run a name means.
struct HistoryViewTests {
    private let temporary: TemporaryFolder
    private let history: History

    /// Four nights of one cloud and one of another: PASS, FAIL, PASS, slow PASS.
    init() throws {
        temporary = try TemporaryFolder()
        history = try History.open(temporary.path + "/nights.db", creates: true)
        let nights: [(String, Verdict, Double)] = [
            ("21", .pass, 60), ("22", .fail, 5), ("23", .pass, 62), ("24", .pass, 200),
        ]
        for (day, verdict, seconds) in nights {
            let report = Sample.report(
                [
                    Sample.testcase(
                        "a", verdict, verdict == .pass ? nil : .noResult, seconds: seconds),
                    Sample.testcase("b", .pass),
                ], run: "nightnightnig0\(day)", day: "2026-11-\(day)")
            _ = try history.add(report)
        }
        _ = try history.add(
            Sample.report(
                [Sample.testcase("b", .pass)], cloud: "other", run: "otherotherothe24",
                day: "2026-11-24"))
    }

    @Test func `Trends say since when, how often it changed, and what took unusually long`() throws
    {
        let view = try HistoryView(history, cloud: "mycloud", testcase: nil, limit: 30)
        try #require(view.trends.count == 1)
        let trend = view.trends[0]
        #expect(trend.testcase == "a" && trend.verdict == .pass)
        #expect(trend.since == "2026-11-23T17:45:47Z")
        #expect(trend.changes == 2 && trend.passed == 3 && trend.runs == 4)
        #expect(trend.unusual)
        #expect(trend.median == ReportedSeconds(.seconds(62)))
        let early = try HistoryView(history, cloud: nil, testcase: "b", limit: 1)
        #expect(early.trends.map(\.cloud) == ["other"])
        #expect(!early.trends[0].unusual)
    }

    @Test func `JSON has the form of its schema`() throws {
        for testcase in [nil, "*"] {
            let view = try HistoryView(history, cloud: nil, testcase: testcase, limit: 30)
            #expect(try Sample.problems(try view.json(), schema: "history") == [])
        }
    }

    @Test func `The table and CSV have a line for each run or result`() throws {
        let runs = try HistoryView(history, cloud: nil, testcase: nil, limit: 30)
        #expect(runs.csv.split(separator: "\r\n").count == 6)
        #expect(
            runs.table.hasPrefix(
                "STARTED               CLOUD    VERDICT  CERTIFICATE  RESULTS             TIME        RUN\n"
                    + "2026-11-21T17:45:47Z  mycloud  PASS     none         2 passed            4 min 13 s  "
                    + "nightnightnig021\n"))
        #expect(runs.table.contains("1 failed, 1 passed"))
        #expect(runs.table.contains("3 min 20 s (unusual)"))
        let results = try HistoryView(history, cloud: nil, testcase: "a", limit: 30)
        #expect(results.csv.split(separator: "\r\n").count == 5)
        #expect(
            results.csv.contains(
                "2026-11-22T17:45:47Z,mycloud,nightnightnig022,a,scs-0117,main,FAIL,no-result,true,false,5.000"
            ))
        #expect(results.table.contains("FAIL no-result"))
    }

    @Test func `An unknown cloud or test case is named with the nearest`() {
        func message(_ cloud: String?, _ testcase: String?) -> String {
            do {
                _ = try HistoryView(history, cloud: cloud, testcase: testcase, limit: 30)
                return "none"
            } catch {
                return "\(error)"
            }
        }
        #expect(
            message("mycluod", nil)
                == "The history has no run of \"mycluod\"; did you mean \"mycloud\"?")
        #expect(message(nil, "c*x").hasPrefix("These runs have no test case \"c*x\""))
        #expect(message(nil, "[").contains("cannot be read"))
    }

    @Test func `A run is found by its name`() throws {
        let day = try #require(CalendarDate("2026-11-24"))
        let last = try history.find(.last, cloud: "mycloud", comparedWith: nil, today: day)
        #expect(last.run.id == "nightnightnig024")
        func id(_ name: RunName, of other: Report? = nil) throws -> String {
            try history.find(name, cloud: "mycloud", comparedWith: other, today: day).run.id
        }
        #expect(try id(.previous, of: last) == "nightnightnig023")
        #expect(try id(.previous) == "nightnightnig023")
        #expect(try id(.yesterday) == "nightnightnig023")
        #expect(try id(.lastPass) == "nightnightnig024")
        let middle = try history.report(of: "nightnightnig023")
        #expect(try id(.lastPass, of: middle) == "nightnightnig021")
        #expect(try id(.id("otheroth")) == "otherotherothe24")
        #expect(throws: HistoryError.self) { try id(.id("night")) }
        #expect(throws: HistoryError.self) { try id(.id("zzzz")) }
        #expect(throws: HistoryError.self) {
            try history.find(.last, cloud: nil, comparedWith: nil, today: day)
        }
        // The report that it is compared with says which cloud is meant.
        #expect(
            try history.find(.last, cloud: nil, comparedWith: middle, today: day).run.id
                == "nightnightnig024")
        let first = try history.report(of: "nightnightnig021")
        #expect(throws: HistoryError.self) { try id(.previous, of: first) }
    }

    @Test(arguments: ["a/b", "report.json", "abc", "UPPER", "abcdefghij0123456", ""])
    func `A path is no name of a run`(_ text: String) {
        #expect(RunName(text) == nil)
    }

    @Test func `Earlier nights widen the range of a comparison`() throws {
        let new = try history.report(of: "nightnightnig024")
        let earlier = try history.reports(of: "mycloud", before: new.run.startedAt, limit: 10)
        #expect(
            earlier.map(\.run.id) == ["nightnightnig021", "nightnightnig022", "nightnightnig023"])
    }
}
