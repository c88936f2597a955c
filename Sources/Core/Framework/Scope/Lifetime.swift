// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// How long a result counts after it was obtained.
///
/// Source: https://docs.scs.community/standards/scs-0004-v1-achieving-certification#regulations
package enum Lifetime: String, Sendable, CaseIterable {
    case day, week, month, quarter, year

    /// The day at whose beginning a result of `day` no longer counts: the period in which it was
    /// obtained and the whole one after it have ended.
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
