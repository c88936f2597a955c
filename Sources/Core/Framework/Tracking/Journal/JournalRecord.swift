// SPDX-License-Identifier: Apache-2.0
import SCSOpenStack

/// One line of a journal: an intention or an event of the run's resource `n`.
struct JournalRecord: Codable, Sendable {
    enum Action: String, Codable, Sendable {
        case intend, created, refused, deleting, gone
    }

    var n: Int
    var at: String?
    var `do`: Action
    var kind: ResourceKind?
    var name: String?
    var id: ResourceID?
    /// The run's resources that it depends on: they must outlive it.
    var from: [Int]?
}
