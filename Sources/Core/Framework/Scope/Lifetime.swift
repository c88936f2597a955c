// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// How long a result is valid after it was obtained.
///
/// Source: https://docs.scs.community/standards/scs-0004-v1-achieving-certification#regulations
package enum Lifetime: String, Sendable, CaseIterable {
    case day, week, month, quarter, year

    /// The first day on which a result of `day` is no longer valid: its period and the next have
    /// ended.
    package func end(from day: CalendarDate) -> CalendarDate {
        switch self {
        case .day: day.adding(days: 2)
        case .week: day.adding(days: 14 - day.weekday)
        case .month: day.firstOfMonth(after: 2)
        case .quarter: day.firstOfMonth(after: 6 - (day.month - 1) % 3)
        case .year: day.firstOfMonth(after: 14)
        }
    }
}
