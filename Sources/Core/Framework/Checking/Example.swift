// SPDX-License-Identifier: Apache-2.0

/// A small world with known verdicts: documentation and test of a check at once.
public struct Example: Sendable {
    /// What is special about it, as a sentence without a full stop.
    public let title: String
    /// The facts as `run --record` writes them: one JSON object.
    public let facts: String
    /// The expected verdict of each test case, by id.
    public let verdicts: [String: Verdict]

    /// An example with facts as JSON and the verdict of each test case.
    public init(_ title: String, facts: String, verdicts: [String: Verdict]) {
        self.title = title
        self.facts = facts
        self.verdicts = verdicts
    }
}
