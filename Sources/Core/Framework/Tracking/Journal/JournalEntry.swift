// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
package import SCSOpenStack

/// One of the run's resources in a journal.
package struct JournalEntry: Sendable {
    package var n: Int
    package var kind: ResourceKind
    package var name: String
    /// The id under which the cloud has shown its name.
    package var id: ResourceID?
    package var from: [Int]
    /// When it was intended; nil: unknown.
    package var at: Date?
    package var isGone = false
    /// The test case that it belongs to; nil for an entry read from a journal.
    package var testcase: String?

    /// Whether it may exist: its creation was neither refused nor confirmed.
    package var isUnanswered: Bool { id == nil && !isGone }
}
