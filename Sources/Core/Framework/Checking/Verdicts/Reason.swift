// SPDX-License-Identifier: Apache-2.0

/// Why an outcome is not a clean pass.
public enum Reason: String, Codable, Sendable, CaseIterable {
    // Reasons to fail.
    case requirementNotMet = "demand-not-met"
    case resourceError = "resource-error"
    case timedOut = "timed-out"
    case dataMismatch = "data-mismatch"
    case leftovers
    // Reasons why a verdict could not be determined.
    case quota
    case auth
    case notPermitted = "not-permitted"
    case serviceMissing = "service-missing"
    case throttled
    case unreachable
    case interrupted
    case notApplicable = "not-applicable"
    /// Less than the whole was compared, and all of that was right.
    case partlyProven = "partly-proven"
    case noResult = "no-result"
    case `internal`
    // Reasons why there is no valid result.
    case manual
    case notSelected = "not-selected"
    case notImplemented = "not-implemented"
    case notRecorded = "not-recorded"
    case expired
    // A person attests it; no program tested it.
    case attested

    /// Whether it disproves a requirement when it is found where a requirement is judged.
    var isDisproof: Bool {
        switch self {
        case .requirementNotMet, .resourceError, .timedOut, .dataMismatch, .leftovers: true
        default: false
        }
    }
}
