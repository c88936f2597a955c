// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Times as OpenSSH writes them: `20261128`, `202611281230`, `20261128123045`, with `Z` for UTC.
enum SignerTime {
    static func parse(_ text: String) -> Date? {
        let isUTC = text.hasSuffix("Z")
        let digits = (isUTC ? text.dropLast() : text[...]).utf8.map { Int($0) - 0x30 }
        guard [8, 12, 14].contains(digits.count), digits.allSatisfy((0...9).contains) else {
            return nil
        }
        let padded = digits + [Int](repeating: 0, count: 14 - digits.count)
        func number(_ range: Range<Int>) -> Int { padded[range].reduce(0) { $0 * 10 + $1 } }
        let (hour, minute, second) = (number(8..<10), number(10..<12), number(12..<14))
        guard let day = CalendarDate(year: number(0..<4), month: number(4..<6), day: number(6..<8)),
            hour < 24, minute < 60, second < 60
        else { return nil }
        if isUTC {
            return day.midnight.addingTimeInterval(Double(hour * 3600 + minute * 60 + second))
        }
        // Without Z it is this machine's own time.
        var parts = tm()
        parts.tm_year = Int32(day.year - 1900)
        parts.tm_mon = Int32(day.month - 1)
        parts.tm_mday = Int32(day.day)
        parts.tm_hour = Int32(hour)
        parts.tm_min = Int32(minute)
        parts.tm_sec = Int32(second)
        parts.tm_isdst = -1
        let seconds = mktime(&parts)
        return seconds == -1 ? nil : Date(timeIntervalSince1970: Double(seconds))
    }
}
