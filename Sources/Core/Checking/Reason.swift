// SPDX-License-Identifier: Apache-2.0

/// What a test case says about the cloud.
public enum Verdict: String, Codable, Sendable {
    /// Every demand was shown to be met.
    case pass = "PASS"
    /// A demand was disproved.
    case fail = "FAIL"
    /// It could not be found out; the reason says why.
    case abort = "ABORT"
    /// Nobody tried: manual, not selected, or not reached.
    case missing = "MISSING"
}

/// Why an outcome is not a clean pass.
public enum Reason: String, Codable, Sendable {
    // Reasons to fail.
    case demandNotMet = "demand-not-met"
    case resourceError = "resource-error"
    case timedOut = "timed-out"
    case dataMismatch = "data-mismatch"
    case leftovers
    // Reasons why nothing could be found out.
    case quota
    case auth
    case notPermitted = "not-permitted"
    case serviceMissing = "service-missing"
    case throttled
    case unreachable
    case interrupted
    case notApplicable = "not-applicable"
    /// Less than the whole could be compared, and what was is as it should be.
    case partlyProven = "partly-proven"
    case noResult = "no-result"
    case `internal`
    // Reasons why nobody tried.
    case manual
    case notSelected = "not-selected"
    case notImplemented = "not-implemented"
    // Somebody looked, and answers for it; nothing was tested.
    case attested

    /// Whether it disproves a demand when it is found where a demand is judged.
    var isDisproof: Bool {
        switch self {
        case .demandNotMet, .resourceError, .timedOut, .dataMismatch, .leftovers: true
        default: false
        }
    }
}

/// One piece of what a verdict rests on.
public struct Evidence: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable {
        case states, content, quota, note, request, refusal, violation, output
        case failReason = "fail-reason"
        case userMessage = "user-message"
    }

    public var kind: Kind
    public var text: String

    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text.harmless(2000)
    }
}

/// Something that a check found out about the cloud and that ends its test case.
public struct Finding: Error, Sendable, CustomStringConvertible {
    public var reason: Reason
    /// What was found: a sentence with the noun and the number.
    public var message: String
    /// What the operator can do, or where to look.
    public var advice: String?
    public var evidence: [Evidence]
    /// Whether it says nothing about the demand, even where a demand is judged.
    public var isInconclusive = false

    public init(
        _ reason: Reason, _ message: String, advice: String? = nil, evidence: [Evidence] = []
    ) {
        self.reason = reason
        self.message = message
        self.advice = advice
        self.evidence = evidence
    }

    public var description: String {
        ([message] + (advice.map { [$0] } ?? [])).joined(separator: " ")
    }
}
