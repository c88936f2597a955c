// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSOpenStack
import SCSSupport
import Synchronization

/// Creates, remembers and removes the resources of one run; nobody else creates any.
///
/// Each creation is journalled before its request, and everything is removed in order of
/// dependency, even if the run is cancelled.
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

    /// `prefix` starts each name and is unique, as it contains the run's random id.
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

    /// The resources that may exist, the newest last.
    var living: [JournalEntry] {
        state.withLock { $0.entries.values.filter { !$0.isGone }.sorted { $0.n < $1.n } }
    }

    func entry(_ n: Int) -> JournalEntry? {
        state.withLock { $0.entries[n] }
    }

    /// The kinds of everything that was ever intended, dependents first.
    var kinds: [ResourceKind] {
        var seen: Set<ResourceKind> = []
        return state.withLock { $0.entries.values.sorted { $0.n > $1.n } }.map(\.kind)
            .filter { seen.insert($0).inserted }
    }

    /// Whether every creation of that kind was refused.
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

    /// The entry of that name; a new one, numbered 0, for a name of the run that was never
    /// intended.
    func entry(of kind: ResourceKind, named name: String) -> JournalEntry {
        state.withLock { $0.entries.values.first { $0.kind == kind && $0.name == name } }
            ?? JournalEntry(n: 0, kind: kind, name: name, id: nil, from: [], isGone: true)
    }

    /// Creations that were neither refused nor confirmed: their resources may still appear.
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
            // Then no request is sent, so there is nothing to remove.
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

    /// Journals what happened to an intention.
    ///
    /// A failure to write loses nothing: the intention is journalled, and a cleanup searches for
    /// the name.
    /// Not removing the resource because of it would be worse.
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
