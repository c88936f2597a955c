// SPDX-License-Identifier: Apache-2.0
import SCSOpenStack

/// One line of a journal: what is about to happen or has happened to resource `n` of the run.
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
    /// The resources of this run that it was made from: they must outlive it.
    var from: [Int]?
}
