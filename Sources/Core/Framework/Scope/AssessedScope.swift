// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// A scope with the versions to assess, as of a day.
package struct AssessedScope: Sendable {
    package var scope: Scope
    package var versions: [Scope.Assessed]
    package var day: CalendarDate

    /// Every version that the timeline names for `day`, or only `version`.
    ///
    /// Throws `UnknownVersion`, or `NothingValid` if the timeline names none.
    package init(_ scope: Scope, day: CalendarDate, version: String?) throws {
        self.scope = scope
        self.day = day
        if let version {
            versions = [try scope.version(named: version, on: day)]
        } else {
            versions = scope.versions(on: day)
            guard !versions.isEmpty else {
                throw NothingValid(
                    scope: scope.name, day: day, first: scope.timeline.map(\.date).min())
            }
        }
    }

    /// The scope had no valid version on that day.
    struct NothingValid: Error, CustomStringConvertible {
        var scope: String
        var day: CalendarDate
        var first: CalendarDate?

        var description: String {
            "The scope \(scope) has no version for \(day)"
                + (first.map { "; its timeline begins on \($0)." } ?? ".")
                + " Change \(InterfaceTerm.date), or set \(InterfaceTerm.version)."
        }
    }

    /// All test cases of the assessed versions, each with its most important target, main first.
    package var testcases: [(id: String, target: Target)] {
        var found: [String: Target] = [:]
        for target in Target.allCases {
            for version in versions {
                for id in version.version.targets.first(where: { $0.target == target })?.testcases
                    ?? [] where found[id] == nil
                {
                    found[id] = target
                }
            }
        }
        return found.map { ($0.key, $0.value) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    }

    /// The first module of the assessed versions that has the test case.
    func module(of testcase: String) -> Scope.Module? {
        let included = Set(versions.flatMap { $0.version.includes.map(\.module) })
        return scope.modules.first { module in
            included.contains(module.id)
                && module.targets.contains { $0.testcases.contains(testcase) }
        }
    }
}
