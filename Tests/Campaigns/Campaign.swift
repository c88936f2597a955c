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

    /// `CAMPAIGN_PART=2/3`: every third case, from the second on; three such runs try them all.
    static let part: (number: Int, of: Int) = {
        let words = (ProcessInfo.processInfo.environment["CAMPAIGN_PART"] ?? "1/1")
            .split(separator: "/").compactMap { Int($0) }
        guard words.count == 2, words[1] > 0 else { return (0, 1) }
        return (words[0] - 1, words[1])
    }()

    /// The cases of this part.
    static func part<Case>(of cases: [Case]) -> [Case] {
        cases.enumerated().filter { $0.offset % part.of == part.number % part.of }.map(\.element)
    }

    /// A checkout of the public YAML test suite; nil: nobody has one here.
    static let yamlSuite = ProcessInfo.processInfo.environment["YAML_TEST_SUITE"]

    static func wants(_ name: String) -> Bool { only.map { name.contains($0) } ?? true }

    /// Prints figures where somebody who runs the command sees them.
    static func tell(_ line: String) {
        FileHandle.standardError.write(Data("campaign: \(line)\n".utf8))
    }
}
