// SPDX-License-Identifier: Apache-2.0
import Foundation

/// How a campaign runs: `CAMPAIGN=short` as CI does, `CAMPAIGN=long` for `docs/RELIABILITY.md`.
enum Campaign: String {
    case short, long

    /// nil: no campaign was asked for, as in `make test`.
    static let asked = ProcessInfo.processInfo.environment["CAMPAIGN"].flatMap(Campaign.init)
    static let isLong = asked == .long

    /// One case in `CAMPAIGN_ONLY=words`: a campaign tries those alone whose names contain them.
    static let only = ProcessInfo.processInfo.environment["CAMPAIGN_ONLY"]

    /// A checkout of the public YAML test suite; nil: nobody has one here.
    static let yamlSuite = ProcessInfo.processInfo.environment["YAML_TEST_SUITE"]

    static func wants(_ name: String) -> Bool { only.map { name.contains($0) } ?? true }

    /// Prints figures where somebody who runs the command sees them.
    static func tell(_ line: String) {
        FileHandle.standardError.write(Data("campaign: \(line)\n".utf8))
    }
}
