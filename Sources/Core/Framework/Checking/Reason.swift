// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The result of one test case, or of several: the words of SCS-0003-v2.
public enum Verdict: String, Codable, Sendable, CaseIterable {
    /// Every requirement was shown to be met.
    case pass = "PASS"
    /// A requirement was disproved.
    case fail = "FAIL"
    /// It could not be determined; the reason code says why.
    case abort = "ABORT"
    /// There is no valid result: the test case did not run, or its result expired.
    case missing = "MISSING"

    /// The meaning of the verdict for one test case, for reports and help.
    package var meaning: String {
        switch self {
        case .pass: "every requirement was shown to be met"
        case .fail: "a requirement was disproved"
        case .abort: "it could not be determined; the reason code says why"
        case .missing: "there is no valid result; the reason code says why"
        }
    }

    /// How the verdicts of test cases combine (SCS-0003-v2), for reports and help.
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

    /// Whether it disproves a requirement where one is judged.
    var isDisproof: Bool {
        switch self {
        case .requirementNotMet, .resourceError, .timedOut, .dataMismatch, .leftovers: true
        default: false
        }
    }
}

/// One piece of evidence for a verdict.
public struct Evidence: Codable, Sendable, Equatable {
    /// What a piece of evidence is about.
    public enum Kind: String, Codable, Sendable {
        case states, content, quota, note, request, refusal, violation, output
        case failReason = "fail-reason"
        case userMessage = "user-message"
    }

    /// The kind of evidence.
    public var kind: Kind
    /// The evidence in words.
    public var text: String

    /// Evidence of a kind, in words.
    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text.harmless(2000)
    }
}

/// Something that ends a test case: reason, message, advice and evidence.
public struct Finding: Error, Sendable, Equatable, CustomStringConvertible {
    /// Why the outcome is not a clean PASS.
    public var reason: Reason
    /// What was found: a sentence with the noun and the number.
    public var message: String
    /// What the operator can do, or where to look.
    public var advice: String?
    /// The evidence for the finding.
    public var evidence: [Evidence]
    /// Whether it says nothing about the requirement, even where one is judged.
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

    /// The finding as text.
    public var description: String {
        ([message] + (advice.map { [$0] } ?? [])).joined(separator: " ")
    }
}
