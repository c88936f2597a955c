// SPDX-License-Identifier: Apache-2.0
public import FoundationEssentials

/// Times in the format of services and reports.
public enum Timestamp {
    /// The time as RFC 3339 in UTC, whole seconds: `2026-11-23T16:40:00Z`.
    public static func format(_ date: Date) -> String {
        date.formatted(.iso8601)
    }

    /// Reads ISO 8601 with or without fraction and zone (none: UTC, as in OpenStack).
    public static func parse(_ text: String) -> Date? {
        var text = text
        if let dot = text.firstIndex(of: ".") {
            let end = text[dot...].dropFirst().firstIndex { !$0.isNumber } ?? text.endIndex
            text.removeSubrange(dot..<end)
        }
        let clock = text.split(separator: "T").last ?? ""
        if !clock.contains("Z") && !clock.contains("+") && !clock.contains("-") { text += "Z" }
        // Nil is the answer: the caller says what was expected.
        return try? Date.ISO8601FormatStyle(includingFractionalSeconds: false).parse(text)
    }
}
