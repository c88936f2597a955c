// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
package import SCSSupport

/// How a run of a history is named: by its id, or by its place in time.
package enum RunName: Sendable, Equatable {
    case last, previous, yesterday, lastPass
    /// A run's id, or its beginning if that is enough.
    case id(String)

    /// What the names mean, for help.
    package static let help =
        "last, previous (to the other one), yesterday (the last run of that day, in UTC), last-pass "
        + "(before the other one), or a run's id"

    /// Nil if it cannot be the name of a run.
    package init?(_ text: String) {
        switch text {
        case "last": self = .last
        case "previous": self = .previous
        case "yesterday": self = .yesterday
        case "last-pass": self = .lastPass
        default:
            let isID = text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
            }
            guard isID, (4...16).contains(text.utf8.count) else { return nil }
            self = .id(text)
        }
    }
}

extension History {
    /// The report of a named run; throws a sentence if there is none.
    ///
    /// `other` is the report that it is compared with: it gives the cloud, and `previous` and `last-pass` are
    /// before it.
    package func find(
        _ name: RunName, cloud: String?, comparedWith other: Report?, today: CalendarDate
    ) throws(HistoryError) -> Report {
        if case .id(let id) = name { return try find(id: id) }
        var cloud = cloud ?? other?.subject.cloud
        if cloud == nil { cloud = try onlyCloud() }
        let before = other?.run.startedAt
        let found: Report?
        let what: String
        switch name {
        case .last, .id:
            (found, what) = (try newest(of: cloud, where: "?2 = ''", "", before: nil), "run")
        case .previous:
            what = "run before that"
            var end = before
            if end == nil {
                end = try newest(of: cloud, where: "?2 = ''", "", before: nil)?.run.startedAt
            }
            found = try newest(of: cloud, where: "?2 = ''", "", before: end ?? "")
        case .yesterday:
            let day = today.adding(days: -1).description
            what = "run of \(day)"
            found = try newest(
                of: cloud, where: "substr(started_at, 1, 10) = ?2", day, before: nil)
        case .lastPass:
            what = "run that passed\(other == nil ? "" : " before that")"
            found = try newest(of: cloud, where: "verdict = ?2", "PASS", before: before)
        }
        guard let found else {
            throw HistoryError(
                description: "The history has no \(what) of \((cloud ?? "").quotedForMessage).")
        }
        return found
    }

    private func find(id: String) throws(HistoryError) -> Report {
        let ids = try rows(
            "SELECT id FROM run WHERE substr(id, 1, length(?1)) = ?1 LIMIT 2", [.text(id)])
        guard let found = ids.first?[0].string else {
            throw HistoryError(description: "The history has no run \(id).")
        }
        guard ids.count == 1 else {
            throw HistoryError(
                description: "Several runs of the history begin with \(id); give more of the id.")
        }
        return try report(of: found)
    }

    private func onlyCloud() throws(HistoryError) -> String {
        let clouds = try clouds()
        guard let cloud = clouds.first else {
            throw HistoryError(description: "The history has no run yet.")
        }
        guard clouds.count == 1 else {
            let names = clouds.prefix(10).map(\.quotedForMessage).joined(separator: ", ")
            throw HistoryError(
                description: "The history has runs of several clouds; choose one with "
                    + "\(InterfaceTerm.cloud): \(names).")
        }
        return cloud
    }
}
