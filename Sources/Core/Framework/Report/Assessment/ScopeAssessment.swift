// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The result for a scope: each assessed version, target by target.
package struct ScopeAssessment: Codable, Sendable {
    package struct TargetAssessment: Codable, Sendable {
        package var target: Target
        /// FAIL before MISSING before ABORT before PASS (SCS-0003-v2).
        package var verdict: Verdict
        package var passed: [String]
        package var failed: [String]
        package var aborted: [String]
        package var missing: [String]
        /// The end of validity of the first pass to expire; nil if nothing passed.
        package var validUntil: String?

        enum CodingKeys: String, CodingKey {
            case target, verdict, passed, failed, aborted, missing
            case validUntil = "valid_until"
        }
    }

    package struct Version: Codable, Sendable {
        package var version: String
        package var validity: Scope.Validity
        package var targets: [TargetAssessment]

        /// The target that the certificate rests on.
        var main: TargetAssessment? { targets.first { $0.target == .main } }
    }

    package var uuid: String
    package var name: String
    package var url: String
    /// The scope file's SHA-256, in hex.
    package var sha256: String
    /// The day whose versions were assessed, `YYYY-MM-DD`.
    package var date: String
    package var versions: [Version]

    var hasMain: Bool { versions.contains { $0.main != nil } }

    init(_ assessed: AssessedScope, _ testcases: [Report.TestcaseReport]) {
        let byID = Dictionary(testcases.map { ($0.id, $0) }) { first, _ in first }
        uuid = assessed.scope.uuid
        name = assessed.scope.name
        url = assessed.scope.url
        sha256 = assessed.scope.sha256
        date = assessed.day.description
        versions = assessed.versions.map { assessed in
            Version(
                version: assessed.version.name, validity: assessed.validity,
                targets: assessed.version.targets.map {
                    TargetAssessment($0.target, $0.testcases, byID)
                })
        }
    }

    /// The same versions and targets with the results of other test cases.
    package func updated(with testcases: [String: Report.TestcaseReport]) -> ScopeAssessment {
        var result = self
        result.versions = versions.map { version in
            var version = version
            version.targets = version.targets.map { target in
                let ids = target.passed + target.failed + target.aborted + target.missing
                return TargetAssessment(target.target, ids.sorted(), testcases)
            }
            return version
        }
        return result
    }

    /// The verdict of the certifying version that is best for the subject.
    ///
    /// If no assessed version certifies, or its results are no longer valid on the day in question,
    /// it states what would be and is no certificate.
    func certificate() -> Report.Certificate {
        let certifying = versions.filter(\.validity.certifies)
        let candidates = certifying.isEmpty ? versions : certifying
        let order: [Verdict] = [.pass, .abort, .missing, .fail]
        let best = candidates.min { left, right in
            let ranks = [left, right].map { version in
                order.firstIndex(of: version.main?.verdict ?? .missing) ?? order.count
            }
            return ranks[0] < ranks[1]
        }
        let end = best?.main?.verdict == .pass ? best?.main?.validUntil : nil
        // Both are RFC 3339 in UTC, so they compare as strings.
        let counts = end.map { $0 > date } ?? true
        return Report.Certificate(
            verdict: best?.main?.verdict ?? .missing,
            stands: !certifying.isEmpty && counts, version: best?.version, validUntil: end)
    }
}

extension ScopeAssessment.TargetAssessment {
    /// How many test cases did not pass, by verdict; empty if none.
    var shortfall: String {
        let counts = [
            (failed.count, "failed"), (aborted.count, "aborted"), (missing.count, "missing"),
        ]
        let parts: [String] = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return parts.joined(separator: ", ")
    }

    fileprivate init(_ target: Target, _ ids: [String], _ byID: [String: Report.TestcaseReport]) {
        func those(_ verdict: Verdict) -> [String] {
            ids.filter { (byID[$0]?.verdict ?? .missing) == verdict }
        }
        self.target = target
        verdict = Assessment.verdict(over: ids.map { byID[$0]?.verdict ?? .missing })
        passed = those(.pass)
        failed = those(.fail)
        aborted = those(.abort)
        missing = those(.missing)
        validUntil = passed.compactMap { byID[$0]?.validUntil }.min()
    }
}
