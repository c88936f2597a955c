// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A microversion of a service's API: `3.68`.
public struct Microversion: Sendable, Comparable, Hashable, CustomStringConvertible {
    /// The major version.
    public let major: Int
    /// The minor version.
    public let minor: Int

    /// A version from its two numbers.
    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    init?(_ text: String) {
        let parts = text.split(separator: ".")
        guard parts.count == 2,
            let major = Int64(parts[0]).flatMap(Quantity.init),
            let minor = Int64(parts[1]).flatMap(Quantity.init)
        else { return nil }
        self.init(major.int, minor.int)
    }

    /// The value in words.
    public var description: String { "\(major).\(minor)" }

    /// Whether the left value is smaller.
    public static func < (left: Microversion, right: Microversion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
