// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// What a test case of a scope counts for, the most important first.
public enum Target: String, Codable, Sendable, CaseIterable, Comparable, CustomStringConvertible {
    /// The certificate stands on this one alone.
    case main
    /// Recommended to providers; without effect on the certificate.
    case recommended
    /// Meant to become mandatory later.
    case preview
    /// Test cases beyond the standard.
    case extended

    /// Its name in reports and scope files.
    public var description: String { rawValue }

    /// Whether the left target is more important.
    public static func < (left: Target, right: Target) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .main: 0
        case .recommended: 1
        case .preview: 2
        case .extended: 3
        }
    }
}

extension YAMLNode {
    /// The scalar as a target; throws for an unknown one.
    func target() throws(YAMLError) -> Target {
        guard let target = Target(rawValue: try string()) else {
            throw wrongValue("main, recommended, preview or extended")
        }
        return target
    }
}
