// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The form of a campaign: `CAMPAIGN=short` in CI, `CAMPAIGN=long` for `docs/RELIABILITY.md`.
enum Campaign: String {
    case short, long

    /// Nil: no campaign was requested, as in `make test`.
    static let asked = ProcessInfo.processInfo.environment["CAMPAIGN"].flatMap(Campaign.init)
    static let isLong = asked == .long

    /// `CAMPAIGN_ONLY=words` limits a campaign to cases whose names contain them.
    static let only = ProcessInfo.processInfo.environment["CAMPAIGN_ONLY"]

    /// `CAMPAIGN_PART=2/3`: every third case, from the second on; three such runs cover all.
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

    /// A checkout of the public YAML test suite; nil: there is none.
    static let yamlSuite = ProcessInfo.processInfo.environment["YAML_TEST_SUITE"]

    static func wants(_ name: String) -> Bool { only.map { name.contains($0) } ?? true }

    /// Prints figures for the user who runs the command.
    static func tell(_ line: String) {
        FileHandle.standardError.write(Data("campaign: \(line)\n".utf8))
    }
}
