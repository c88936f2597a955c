// SPDX-License-Identifier: Apache-2.0
import SCSSupport

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
