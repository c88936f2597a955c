// SPDX-License-Identifier: Apache-2.0

/// The service catalog offers nothing of the kind.
public struct ServiceMissing: Error, Sendable, CustomStringConvertible {
    /// The service types that were looked up.
    public var types: [String]
    /// The interface that was looked up.
    public var interface: String
    /// The region that was looked up.
    public var region: String?
    /// What the catalog does offer, to compare with.
    public var offered: [String]

    /// The value in words.
    public var description: String {
        let place = region.map { " in region \($0)" } ?? ""
        return "The service catalog has no \(interface) endpoint of type "
            + types.joined(separator: " or ") + place
            + "; it offers \(offered.isEmpty ? "nothing" : offered.joined(separator: ", "))."
    }
}
