// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import SCSSupport
import Testing

@testable import SCSCheck

/// Days, and how long results are valid.
struct CalendarTests {
    @Test func `Days of four centuries are consecutive`() throws {
        var day = try #require(CalendarDate("1900-01-01"))
        var weekday = day.weekday
        #expect(weekday == 0)
        for _ in 0..<146_097 {
            let next = day.adding(days: 1)
            #expect(next > day && next.weekday == (weekday + 1) % 7)
            #expect(CalendarDate(next.description) == next && CalendarDate(next.midnight) == next)
            (day, weekday) = (next, next.weekday)
        }
        #expect(day.description == "2300-01-01")
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-00-01", "2026-1-1", "2026-01-01 ", "", "20260101",
        "2026-01-0a", "１２３４-01-01",
    ])
    func `An impossible date is refused`(_ text: String) {
        #expect(CalendarDate(text) == nil)
    }

    struct Case: Sendable {
        var lifetime: Lifetime
        var from: String
        var end: String
    }

    @Test(arguments: [
        Case(lifetime: .day, from: "2026-02-27", end: "2026-03-01"),
        Case(lifetime: .week, from: "2026-11-23", end: "2026-12-07"),
        Case(lifetime: .week, from: "2026-11-29", end: "2026-12-07"),
        Case(lifetime: .month, from: "2026-10-31", end: "2026-12-01"),
        Case(lifetime: .month, from: "2026-11-01", end: "2027-01-01"),
        Case(lifetime: .month, from: "2026-12-31", end: "2027-02-01"),
        Case(lifetime: .quarter, from: "2026-01-01", end: "2026-07-01"),
        Case(lifetime: .quarter, from: "2026-06-30", end: "2026-10-01"),
        Case(lifetime: .quarter, from: "2026-09-01", end: "2027-01-01"),
        Case(lifetime: .quarter, from: "2026-12-31", end: "2027-04-01"),
        Case(lifetime: .year, from: "2026-10-31", end: "2027-12-01"),
        Case(lifetime: .year, from: "2026-11-01", end: "2028-01-01"),
        Case(lifetime: .year, from: "2026-12-01", end: "2028-02-01"),
    ])
    func `A result is valid for the rest of its period and the whole of the next`(_ example: Case)
        throws
    {
        let from = try #require(CalendarDate(example.from))
        #expect(example.lifetime.end(from: from).description == example.end)
    }
}
