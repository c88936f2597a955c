// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// What a test case says about the cloud, and what many of them amount to: the words of SCS-0003-v2.
public enum Verdict: String, Codable, Sendable, CaseIterable {
    /// Every demand was shown to be met.
    case pass = "PASS"
    /// A demand was disproved.
    case fail = "FAIL"
    /// It could not be found out; the reason says why.
    case abort = "ABORT"
    /// There is no result that counts: nobody tried, or it has expired.
    case missing = "MISSING"

    /// What the word means of one test case, for reports and help.
    package var meaning: String {
        switch self {
        case .pass: "every requirement was shown to be met"
        case .fail: "a requirement was disproved"
        case .abort: "it could not be determined; the reason code says why"
        case .missing: "there is no valid result; the reason code says why"
        }
    }

    /// How many test cases make one verdict (SCS-0003-v2), for reports and help.
    package static let rule =
        "The verdict over several test cases is the first of FAIL, MISSING, ABORT, PASS that occurs."
}

/// Why an outcome is not a clean pass.
public enum Reason: String, Codable, Sendable, CaseIterable {
    // Reasons to fail.
    case requirementNotMet = "demand-not-met"
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
    // Reasons why there is no result that counts.
    case manual
    case notSelected = "not-selected"
    case notImplemented = "not-implemented"
    case notRecorded = "not-recorded"
    case expired
    // Somebody looked, and answers for it; nothing was tested.
    case attested

    /// Whether it disproves a demand when it is found where a demand is judged.
    var isDisproof: Bool {
        switch self {
        case .requirementNotMet, .resourceError, .timedOut, .dataMismatch, .leftovers: true
        default: false
        }
    }
}

/// One piece of what a verdict rests on.
public struct Evidence: Codable, Sendable, Equatable {
    /// What a piece of evidence is about.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case states, content, quota, note, request, refusal, violation, output
        case failReason = "fail-reason"
        case userMessage = "user-message"
    }

    /// What it is about.
    public var kind: Kind
    /// The evidence in words.
    public var text: String

    /// Evidence of a kind, in words.
    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text.harmless(2000)
    }
}

/// Something that a check found out about the cloud and that ends its test case.
public struct Finding: Error, Sendable, Equatable, CustomStringConvertible {
    /// Why the outcome is not a clean PASS.
    public var reason: Reason
    /// What was found: a sentence with the noun and the number.
    public var message: String
    /// What the operator can do, or where to look.
    public var advice: String?
    /// What the finding rests on.
    public var evidence: [Evidence]
    /// Whether it says nothing about the demand, even where a demand is judged.
    public var isInconclusive = false

    /// A finding with its reason and message, and optional advice and evidence.
    public init(
        _ reason: Reason, _ message: String, advice: String? = nil, evidence: [Evidence] = []
    ) {
        self.reason = reason
        self.message = message
        self.advice = advice
        self.evidence = evidence
    }

    /// The value in words.
    public var description: String {
        ([message] + (advice.map { [$0] } ?? [])).joined(separator: " ")
    }
}
