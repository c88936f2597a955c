// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Chooses subjects: a name, a glob of names, `group:NAME` or `label:KEY=VALUE`.
package struct SubjectPattern: Sendable {
    private enum Kind: Sendable {
        case name(Glob)
        case group(String)
        case label(String, String)
    }

    private let kind: Kind
    package let text: String

    /// Throws a sentence if the pattern is malformed.
    package init(_ text: String) throws {
        self.text = text
        if text.hasPrefix("group:") {
            kind = .group(String(text.dropFirst("group:".count)))
        } else if text.hasPrefix("label:") {
            let parts = text.dropFirst("label:".count).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw Malformed(description: "\(text.quotedForMessage) is not label:KEY=VALUE.")
            }
            kind = .label(String(parts[0]), String(parts[1]))
        } else {
            kind = .name(try Glob(text))
        }
    }

    struct Malformed: Error, CustomStringConvertible {
        var description: String
    }

    package func matches(_ subject: FleetSubject) -> Bool {
        switch kind {
        case .name(let glob): glob.matches(subject.name.lowercased())
        case .group(let name): subject.groups.contains(name)
        case .label(let key, let value): subject.labels[key] == value
        }
    }

    /// What the pattern could have meant, for the error if nothing matches.
    func candidates(_ subjects: [FleetSubject]) -> [String] {
        switch kind {
        case .name: subjects.map(\.name)
        case .group: Set(subjects.flatMap(\.groups)).sorted().map { "group:" + $0 }
        case .label:
            Set(subjects.flatMap { $0.labels.map { "label:\($0.key)=\($0.value)" } }).sorted()
        }
    }
}
