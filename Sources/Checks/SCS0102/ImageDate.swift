// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck

/// Dates in image properties, in UTC.
enum ImageDate {
    /// `2026-06-01T12:00:00Z`, `2026-06-01 12:00:00`, `2026-06-01 12:00` or `2026-06-01`.
    static func parse(_ text: String) -> Date? {
        var digits = Digits(text)
        guard let day = digits.day() else { return nil }
        if digits.isAtEnd { return day }
        if digits.take("T") { return digits.time(on: day, isZulu: true) }
        return digits.take(" ") ? digits.time(on: day, isZulu: false) : nil
    }

    /// Only `2026-06-01T12:00:00Z`.
    static func parseStrict(_ text: String) -> Date? {
        var digits = Digits(text)
        guard let day = digits.day(), digits.take("T") else { return nil }
        return digits.time(on: day, isZulu: true)
    }

    /// The day at the end of an old image's name: `2026-06-01` or `20260601`.
    static func parseMarker(_ text: Substring) -> Date? {
        var digits = Digits(text)
        if let day = digits.day() { return digits.isAtEnd ? day : nil }
        guard text.utf8.count == 8 else { return nil }
        digits = Digits("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))")
        guard let day = digits.day(), digits.isAtEnd else { return nil }
        return day
    }
}

/// Reads numbers one after another; they are judged for every property of every image.
private struct Digits {
    private var rest: Substring.UTF8View

    init(_ text: some StringProtocol) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ separator: Unicode.Scalar) -> Bool {
        guard rest.first.map({ UInt32($0) }) == separator.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// All digits that follow, if there are as many as that.
    private mutating func number(_ count: ClosedRange<Int>) -> Int? {
        var value = 0
        var length = 0
        for byte in rest {
            guard (0x30...0x39).contains(byte) else { break }
            length += 1
            guard length <= count.upperBound else { return nil }
            value = value * 10 + Int(byte & 0x0F)
        }
        guard count.contains(length) else { return nil }
        rest = rest.dropFirst(length)
        return value
    }

    mutating func day() -> Date? {
        guard let year = number(4...4), take("-"), let month = number(1...2), take("-"),
            let day = number(1...2)
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)?.midnight
    }

    /// The rest as a time of that day: with seconds and a Z, or without Z and perhaps without seconds.
    mutating func time(on day: Date, isZulu: Bool) -> Date? {
        guard let hour = number(1...2), hour <= 23, take(":"), let minute = number(1...2),
            minute <= 59
        else { return nil }
        var second = 0
        if isZulu || !isAtEnd {
            guard take(":"), let number = number(1...2), number <= 61 else { return nil }
            second = number
        }
        if isZulu, !take("Z") { return nil }
        return isAtEnd ? day.addingTimeInterval(Double(hour * 3600 + minute * 60 + second)) : nil
    }
}
