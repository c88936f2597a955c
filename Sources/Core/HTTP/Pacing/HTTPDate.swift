// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSSupport

/// A date in one of HTTP's three formats.
///
/// Source: RFC 9110, section 5.6.7
package enum HTTPDate {
    /// Nil if it is no such date.
    package static func parse(_ text: String, now: Date) -> Date? {
        guard text.utf8.count <= 64 else { return nil }
        let words = text.split { " \t,-:".contains($0) }.map(String.init)
        return seconds(words, now: now).map { Date(timeIntervalSince1970: Double($0)) }
    }

    /// Seconds since 1970 of a date in words: `Sun 06 Nov 1994 08 49 37 GMT` in its three orders.
    private static func seconds(_ words: [String], now: Date) -> Int64? {
        let date: (day: String, month: String, year: String, time: ArraySlice<String>)
        switch words.count {
        case 8 where words[7] == "GMT": date = (words[1], words[2], words[3], words[4...6])
        case 7: date = (words[2], words[1], words[6], words[3...5])
        default: return nil
        }
        let time = date.time.map { number($0, upTo: 60, digits: 2...2) }
        guard let day = number(date.day, upTo: 31, digits: 1...2), day > 0,
            let month = months.firstIndex(of: date.month),
            var year = number(date.year, upTo: 9999, digits: 2...4),
            let hour = time[0], hour < 24, let minute = time[1], minute < 60, let second = time[2]
        else { return nil }
        if date.year.utf8.count == 2 {
            // RFC 9110: a two-digit year more than 50 years ahead is in the past.
            let current = 1970 + Int64(now.timeIntervalSince1970 / 31_556_952)
            year += current / 100 * 100
            if year > current + 50 { year -= 100 }
        }
        let days = CalendarDate.daysSince1970(Int(year), month + 1, Int(day))
        return Int64(days) * 86_400 + hour * 3600 + minute * 60 + second
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func number(
        _ text: String, upTo most: Int64, digits: ClosedRange<Int>
    ) -> Int64? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy(isDigit) else { return nil }
        return Int64(text).flatMap { $0 <= most ? $0 : nil }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
