// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
package import SCSOpenStack

/// A resource of ours as a journal tells it.
package struct JournalEntry: Sendable {
    package var n: Int
    package var kind: ResourceKind
    package var name: String
    /// Under which the cloud has shown it by its name.
    package var id: ResourceID?
    package var from: [Int]
    /// When it was intended; nil: nobody knows.
    package var at: Date?
    package var isGone = false
    /// The id of the test case that wanted it; nil where a journal tells.
    package var testcase: String?

    /// Whether nobody knows if the resource exists: its creation was neither refused nor confirmed.
    package var isUnanswered: Bool { id == nil && !isGone }
}
