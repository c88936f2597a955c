// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// What a test case of a scope counts towards, the most important first.
package enum Target: String, Codable, Sendable, CaseIterable, Comparable, CustomStringConvertible {
    /// The certificate rests on this one alone.
    case main
    case recommended
    case preview
    /// Test cases beyond the standard.
    case extended

    package var description: String { rawValue }

    package static func < (left: Target, right: Target) -> Bool { left.rank < right.rank }

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
