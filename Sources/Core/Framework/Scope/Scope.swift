// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// A scope of certification: which test cases each of its versions requires, and since when.
///
/// Source: https://docs.scs.community/standards/scs-0003-v1-sovereign-cloud-standards-yaml
package struct Scope: Sendable {
    /// A test case in the scope.
    package struct Entry: Sendable {
        package var id: String
        package var description: String?
        package var url: String?
        package var section: String?
        package var lifetime: Lifetime
        /// The index of its script in `scripts`.
        package var script: Int
    }

    /// A program that provides results for test cases; without one they are manual.
    package struct Script: Sendable {
        package var executable: String?
        package var arguments: Template
        package var environment: [(name: String, value: Template)]
    }

    /// Test cases of one standard, by target.
    package struct Module: Sendable {
        package var id: String
        package var name: String?
        package var url: String?
        package var targets: [(target: Target, testcases: [String])]
    }

    package struct Inclusion: Sendable {
        package var module: String
        package var parameters: [String: String]
    }

    package struct Version: Sendable {
        package var name: String
        package var stabilizedAt: CalendarDate?
        package var includes: [Inclusion]
        /// The ids of each target, over all its modules, sorted.
        package var targets: [(target: Target, testcases: [String])]
    }

    /// The validity of a version on a day.
    package enum Validity: String, Sendable, Codable, CaseIterable {
        case effective, warn, deprecated, draft

        /// Whether it can be certified.
        package var certifies: Bool { self == .effective || self == .warn }
    }

    /// A version with its validity on the day in question.
    package struct Assessed: Sendable {
        package var version: Version
        /// `draft` or `deprecated` if the timeline does not name it.
        package var validity: Validity
    }

    package struct Era: Sendable {
        package var date: CalendarDate
        package var versions: [(name: String, validity: Validity)]
    }

    package var uuid: String
    package var name: String
    package var url: String
    /// Variables for arguments and environments, with their defaults.
    package var variables: [(name: String, value: String?)]
    package var scripts: [Script]
    package var entries: [String: Entry]
    package var modules: [Module]
    package var versions: [Version]
    package var timeline: [Era]
    /// The file's SHA-256, in hex.
    package var sha256: String
    /// The file that it was read from.
    package var file: String
    /// The file's bytes, as evidence.
    package var source: [UInt8] = []

    /// The versions that the latest timeline entry up to `day` names, in the file's order.
    package func versions(on day: CalendarDate) -> [Assessed] {
        let era = timeline.filter { $0.date <= day }.max { $0.date < $1.date }
        return versions.compactMap { version in
            era?.versions.first { $0.name == version.name }
                .map { Assessed(version: version, validity: $0.validity) }
        }
    }

    /// Whether the version is neither stable nor named by the timeline up to that day.
    private func isYetToCome(_ version: Version, on day: CalendarDate) -> Bool {
        let named = timeline.filter { $0.date <= day }.flatMap(\.versions).map(\.name)
        return !named.contains(version.name) && (version.stabilizedAt.map { $0 > day } ?? true)
    }

    /// The version of that name, valid on `day` or not; throws if there is none.
    package func version(named name: String, on day: CalendarDate) throws -> Assessed {
        if let named = versions(on: day).first(where: { $0.version.name == name }) { return named }
        if let version = versions.first(where: { $0.name == name }) {
            return Assessed(
                version: version, validity: isYetToCome(version, on: day) ? .draft : .deprecated)
        }
        throw UnknownVersion(name: name, known: versions.map(\.name))
    }
}

/// A version that the scope does not have.
package struct UnknownVersion: Error, CustomStringConvertible {
    var name: String
    var known: [String]

    package var description: String {
        "The scope has no version '\(name.harmless(60))'"
            + (Suggestion.nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? ".")
            + " It has \(known.joined(separator: ", "))."
    }
}
