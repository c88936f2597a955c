// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck

/// Dates in image properties, in UTC.
enum ImageDate {
    /// `2026-06-01T12:00:00Z`, `2026-06-01 12:00:00`, `2026-06-01 12:00` or `2026-06-01`.
    static func parse(_ text: String) -> Date? {
        parseStrict(text) ?? date(text, separator: " ", seconds: 3...3)
            ?? date(text, separator: " ", seconds: 2...2) ?? day(text, separator: "-")
    }

    /// Only `2026-06-01T12:00:00Z`.
    static func parseStrict(_ text: String) -> Date? {
        guard text.hasSuffix("Z") else { return nil }
        return date(String(text.dropLast()), separator: "T", seconds: 3...3)
    }

    /// The day at the end of an old image's name: `2026-06-01` or `20260601`.
    static func parseMarker(_ text: Substring) -> Date? {
        if let date = day(String(text), separator: "-") { return date }
        guard text.utf8.count == 8 else { return nil }
        return day(
            "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))", separator: "-")
    }

    private static func date(
        _ text: String, separator: Character, seconds: ClosedRange<Int>
    ) -> Date? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 2, let day = day(String(parts[0]), separator: "-") else { return nil }
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        guard seconds.contains(clock.count) else { return nil }
        let limits = [23, 59, 61]
        var offset = 0.0
        for (index, (part, limit)) in zip(clock, limits).enumerated() {
            guard let value = number(part, digits: 1...2), value <= limit else { return nil }
            offset += Double(value) * [3600, 60, 1][index]
        }
        return day.addingTimeInterval(offset)
    }

    private static func day(_ text: String, separator: Character) -> Date? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 3, let year = number(parts[0], digits: 4...4),
            let month = number(parts[1], digits: 1...2), let day = number(parts[2], digits: 1...2)
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)?.midnight
    }

    private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(text)
    }
}
