// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A release of a distribution, with the days that matter to the standard.
struct DistributionRelease: Sendable {
    let version: String
    let codename: String
    let released: CalendarDate
    /// The day from which an image of it must be there; nil: never.
    let requiredFrom: CalendarDate?

    /// Reads one release of the standard's policy.
    init(_ node: YAMLNode) throws(YAMLError) {
        try node.check(allows: ["version", "codename", "released", "required_from"])
        version = try node.required("version").string()
        codename = try node.required("codename").string()
        released = try node.required("released").day()
        guard let limit = node["required_from"] else {
            requiredFrom = nil
            return
        }
        let day = try limit.day()
        guard day >= released else {
            throw limit.wrongValue("a day on or after the release, \(released)")
        }
        requiredFrom = day
    }
}

extension YAMLNode {
    /// A day, as in `2026-04-30`.
    func day() throws(YAMLError) -> CalendarDate {
        guard let day = CalendarDate(try string()) else {
            throw wrongValue("a day such as 2026-04-30")
        }
        return day
    }

    /// A regular expression; its text, once it is known to be one.
    func pattern() throws(YAMLError) -> String {
        let text = try string()
        do { _ = try Regex(text) } catch { throw wrongValue("a regular expression") }
        return text
    }

    /// A list of at least one string.
    func strings() throws(YAMLError) -> [String] {
        var texts: [String] = []
        for entry in try sequence() { texts.append(try entry.string()) }
        guard !texts.isEmpty else { throw wrongValue("a list with at least one entry") }
        return texts
    }
}
