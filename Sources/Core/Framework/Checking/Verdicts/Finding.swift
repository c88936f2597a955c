// SPDX-License-Identifier: Apache-2.0

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
    /// Whether it says nothing about the requirement, even where a requirement is judged.
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
