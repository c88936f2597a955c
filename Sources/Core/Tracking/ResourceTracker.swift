// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import Synchronization

/// A resource of ours that could not be removed.
public struct Leftover: Codable, Sendable, Equatable {
    /// The noun of its kind: `volume`.
    public var kind: String
    public var name: String
    public var id: String?
    public var status: String?
    public var reason: String
}

/// What the tracker does, for progress and transcripts.
package enum TrackerEvent: Sendable {
    case created(kind: String, name: String, id: String)
    /// The answer to a creation was lost, and the resource was found by its name.
    case recovered(kind: String, name: String, id: String)
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

    /// Writes the intention down, creates the resource and writes its id down.
    ///
    /// The request is never cut off by a cancelled task: an answer on its way is worth more than a
    /// second. An answer that was lost is searched by the resource's name, and where nothing is
    /// found the creation is tried again under another name, three times in all. `onIntend` is told
    /// the journal number of each attempt: what seemed not to be there may come late.
    func create<Resource>(
        _ draft: Draft<Resource>, in cloud: Cloud, onIntend: (Int) -> Void = { _ in },
        onEvent: @escaping @Sendable (TrackerEvent) -> Void
    ) async throws -> Owned<Resource> {
        var attempt = 1
        while true {
            try Task.checkCancellation()
            let entry = try intend(Resource.kind, role: draft.role, from: draft.from)
            onIntend(entry.n)
            do {
                let answer = try await Task { try await cloud.json(draft.call(entry.name)) }.value
                guard let id = draft.id(answer), !id.isEmpty else {
                    throw UnreadableAnswer(
                        call: "The creation of a \(Resource.kind.noun)", detail: "it names no id")
                }
                note(entry.n, .created, id: id)
                onEvent(.created(kind: Resource.kind.noun, name: entry.name, id: id))
                return Owned(id: id, name: entry.name, n: entry.n)
            } catch {
                let isRefused = !Self.mayHaveHappened(error)
                guard !isRefused || draft.mayOutliveRefusal && (error as? APIError)?.status == 400
                else {
                    note(entry.n, .refused)
                    throw error
                }
                if let id = try await search(entry, in: cloud, after: error) {
                    note(entry.n, .created, id: id)
                    onEvent(.recovered(kind: Resource.kind.noun, name: entry.name, id: id))
                    return Owned(id: id, name: entry.name, n: entry.n, loss: "\(error)")
                }
                if isRefused {
                    note(entry.n, .refused)
                    throw error
                }
                guard attempt < 3 else { throw error }
                attempt += 1
            }
        }
    }

    /// Whether a creation that ended in `error` may have happened all the same.
    static func mayHaveHappened(_ error: any Error) -> Bool {
        switch error {
        case let error as APIError: error.status >= 500 || error.status == 408
        case is SignInRefused: false
        case let error as TransportError: error.mayHaveArrived
        case is ServiceMissing: false
        default: true
        }
    }

    /// Looks for it by its name; throws a `Finding` where the cloud does not let us look.
    private func search(
        _ entry: JournalEntry, in cloud: Cloud, after loss: any Error
    ) async throws -> String? {
        var obstacle: (any Error)?
        do {
            return try await poll(clock: cloud.clock, limit: .seconds(10)) { _, _ in
                do {
                    let found = try await cloud.sightings(of: entry.kind, named: entry.name)
                    obstacle = nil
                    return found.first.map { .done($0.id) } ?? .still("not there")
                } catch  where !(error is CancellationError) {
                    obstacle = error
                    return .still("not shown")
                }
            }
        } catch is WaitTimedOut {
            guard let obstacle else { return nil }
            var finding = Finding(
                Classification(of: obstacle, judging: false).reason,
                "The answer to a creation was lost, and whether the \(entry.kind.noun) was created "
                    + "could not be found out: \(obstacle)",
                evidence: [Evidence(.note, "\(loss)")])
            finding.isInconclusive = true
            throw finding
        }
    }

    /// The resources that may still exist, the newest last.
    var living: [JournalEntry] {
        state.withLock { $0.entries.values.filter { !$0.isGone }.sorted { $0.n < $1.n } }
    }

    func entry(_ n: Int) -> JournalEntry? {
        state.withLock { $0.entries[n] }
    }

    private func intend(_ kind: ResourceKind, role: String, from: [Int]) throws -> JournalEntry {
        let entry = state.withLock { state in
            let entry = JournalEntry(
                n: state.next, kind: kind, name: "\(prefix)-\(state.next)-\(role)", id: nil,
                from: from, at: date())
            state.entries[entry.n] = entry
            state.next += 1
            return entry
        }
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
    func note(_ n: Int, _ deed: JournalRecord.Deed, id: String? = nil) {
        state.withLock { state in
            if let id { state.entries[n]?.id = id }
            if deed == .gone || deed == .refused { state.entries[n]?.isGone = true }
        }
        do {
            try write(JournalRecord(n: n, do: deed, id: id))
        } catch {
            return
        }
    }

    private func write(_ record: JournalRecord) throws {
        try journal.append(try JournalLine.encode(record))
    }
}
