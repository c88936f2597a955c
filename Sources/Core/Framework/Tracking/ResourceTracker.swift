// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import Synchronization
import SCSSupport
import SCSOpenStack

/// A resource of ours that could not be removed.
public struct Leftover: Codable, Sendable, Equatable {
    /// The noun of its kind: `volume`.
    public var kind: String
    /// The name that this run gave.
    public var name: String
    /// The id, if it is known.
    public var id: String?
    /// The last status, if it is known.
    public var status: String?
    /// Why it was not removed.
    public var reason: String
}

/// What the tracker does, for progress and transcripts.
public enum TrackerEvent: Sendable {
    case created(kind: String, name: String, id: String)
    /// The answer to a creation was lost, and the resource was found by its name.
    case recovered(kind: String, name: String, id: String)
    /// A creation is tried again under another name, after this pause.
    case again(kind: String, name: String, reason: String, pause: Duration)
    case gone(kind: String, name: String)
}

/// Creates, remembers and removes the resources of one run; nobody else creates any.
///
/// Each creation is in the journal before its request is sent, and everything is removed in the
/// order of what was made from what, also when the run was cancelled.
package final class ResourceTracker: Sendable {
    private struct State {
        var entries: [Int: JournalEntry] = [:]
        var next = 1

        mutating func intend(
            _ kind: ResourceKind, _ from: [Int], _ date: Date, _ testcase: String?,
            name: (Int) -> String
        ) -> JournalEntry {
            let entry = JournalEntry(
                n: next, kind: kind, name: name(next), id: nil, from: from, at: date,
                testcase: testcase)
            entries[next] = entry
            next += 1
            return entry
        }
    }

    let prefix: String
    private let journal: any JournalSink
    private let date: @Sendable () -> Date
    private let state: Mutex<State>

    /// `prefix` starts every name, and nobody else's: it holds the run's random id.
    package init(
        prefix: String, journal: any JournalSink, entries: [JournalEntry] = [],
        date: @escaping @Sendable () -> Date
    ) {
        self.prefix = prefix
        self.journal = journal
        self.date = date
        state = Mutex(
            State(
                entries: Dictionary(uniqueKeysWithValues: entries.map { ($0.n, $0) }),
                next: (entries.map(\.n).max() ?? 0) + 1))
    }

    /// The resources that may still exist, the newest last.
    var living: [JournalEntry] {
        state.withLock { $0.entries.values.filter { !$0.isGone }.sorted { $0.n < $1.n } }
    }

    func entry(_ n: Int) -> JournalEntry? {
        state.withLock { $0.entries[n] }
    }

    /// The kinds of everything that was ever intended, in the order in which dependents come first.
    var kinds: [ResourceKind] {
        var seen: Set<ResourceKind> = []
        return state.withLock { $0.entries.values.sorted { $0.n > $1.n } }.map(\.kind)
            .filter { seen.insert($0).inserted }
    }

    /// Whether each creation of that kind was refused.
    func hasOnlyRefused(_ kind: ResourceKind) -> Bool {
        state.withLock { state in
            state.entries.values.filter { $0.kind == kind }.allSatisfy { $0.isGone && $0.id == nil }
        }
    }

    /// The names of everything that was ever intended.
    var names: [String] { state.withLock { $0.entries.values.map(\.name) } }

    /// The numbers of everything of that kind that was ever intended.
    func numbers(of kind: ResourceKind) -> [Int] {
        state.withLock { $0.entries.values.filter { $0.kind == kind }.map(\.n) }
    }

    /// The entry of that name; one of its own, numbered 0, for what bears our name and was never intended so.
    func entry(of kind: ResourceKind, named name: String) -> JournalEntry {
        state.withLock { $0.entries.values.first { $0.kind == kind && $0.name == name } }
            ?? JournalEntry(n: 0, kind: kind, name: name, id: nil, from: [], isGone: true)
    }

    /// Creations that were neither refused nor confirmed: what they made may still come.
    package var unanswered: [JournalEntry] { living.filter(\.isUnanswered) }

    func intend(
        _ kind: ResourceKind, role: String, from: [Int], for testcase: String?
    ) throws -> JournalEntry {
        let entry = state.withLock { state in
            state.intend(kind, from, date(), testcase) { "\(prefix)-\($0)-\(role)" }
        }
        return try written(entry)
    }

    /// Writes down what a program is about to create under a name of its choice, which must begin with
    /// the run's prefix; nil where that name was given before.
    func intend(
        _ kind: ResourceKind, named name: String, from: [Int], for testcase: String?
    ) throws -> JournalEntry? {
        let entry = state.withLock { state -> JournalEntry? in
            guard !state.entries.values.contains(where: { $0.name == name }) else { return nil }
            return state.intend(kind, from, date(), testcase) { _ in name }
        }
        return try entry.map(written)
    }

    private func written(_ entry: JournalEntry) throws -> JournalEntry {
        do {
            try write(record(of: entry))
        } catch {
            // Nothing is asked of the cloud then, so there is nothing to remove either.
            state.withLock { $0.entries[entry.n] = nil }
            throw error
        }
        return entry
    }

    private func record(of entry: JournalEntry) -> JournalRecord {
        JournalRecord(
            n: entry.n, at: entry.at.map(Timestamp.format), do: .intend, kind: entry.kind,
            name: entry.name, from: entry.from.isEmpty ? nil : entry.from)
    }

    /// Writes down what has become of an intention.
    ///
    /// Where that cannot be written nothing is lost: the intention is in the journal, and whoever
    /// finishes it looks for the resource by its name. Not to remove it for that would be worse.
    func note(_ n: Int, _ action: JournalRecord.Action, id: ResourceID? = nil) {
        state.withLock { state in
            if let id { state.entries[n]?.id = id }
            if action == .gone || action == .refused { state.entries[n]?.isGone = true }
        }
        do {
            try write(JournalRecord(n: n, do: action, id: id))
        } catch {
            return
        }
    }

    private func write(_ record: JournalRecord) throws {
        try journal.append(try JournalLine.encode(record))
    }
}
