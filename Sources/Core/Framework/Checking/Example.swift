// SPDX-License-Identifier: Apache-2.0

/// A small world with known verdicts: documentation of a check and its test at once.
public struct Example: Sendable {
    /// What is special about it, as a sentence without its full stop.
    public let title: String
    /// The facts as a file of `run --record` holds them: one JSON object.
    public let facts: String
    /// What the module's test cases must say, by id.
    public let verdicts: [String: Verdict]

    /// An example with facts as JSON and the verdict of each test case.
    public init(_ title: String, facts: String, verdicts: [String: Verdict]) {
        self.title = title
        self.facts = facts
        self.verdicts = verdicts
    }
}
