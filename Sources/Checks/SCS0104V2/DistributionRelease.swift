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
