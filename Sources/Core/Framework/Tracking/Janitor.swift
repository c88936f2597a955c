// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
package import SCSOpenStack
import SCSSupport

/// Removes what a tracker remembers, dependents first, and reports the leftovers.
package struct Janitor: Sendable {
    let tracker: ResourceTracker
    let cloud: Cloud
    /// How long the deletion of one resource may take, 10 minutes at most.
    let limit: Duration
    /// How long after its intention an unanswered creation may still arrive; nil during the run,
    /// which leaves it to a later cleanup.
    let gracePeriod: Duration?
    let onEvent: @Sendable (TrackerEvent) -> Void

    package init(
        tracker: ResourceTracker, cloud: Cloud, limit: Duration, gracePeriod: Duration? = nil,
        onEvent: @escaping @Sendable (TrackerEvent) -> Void = { _ in }
    ) {
        self.tracker = tracker
        self.cloud = cloud
        // A resource that is stuck for so long stays so, and others wait behind it.
        self.limit = min(limit, .seconds(600))
        self.gracePeriod = gracePeriod
        self.onEvent = onEvent
    }

    /// Removes everything that is left, or only the resources in `only`; continues when cancelled.
    package func clean(only: Set<Int>? = nil) async -> [Leftover] {
        // Its own task, as a cancelled run must still leave the project clean.
        await Task { await cleanAll(only) }.value
    }

    /// Retries what a fault prevented, but not what the cloud keeps.
    private func cleanAll(_ only: Set<Int>?) async -> [Leftover] {
        let leftovers = await cleanOnce(only)
        guard leftovers.contains(where: \.isByFault) else { return leftovers.map(\.leftover) }
        return await cleanOnce(only).map(\.leftover)
    }

    /// A leftover, and whether a fault on the way to the cloud is the reason.
    struct Remainder {
        var leftover: Leftover
        var isByFault: Bool
    }

    private func cleanOnce(_ only: Set<Int>?) async -> [Remainder] {
        let entries = tracker.living.filter { only?.contains($0.n) ?? true }
        var removals: [Int: Task<[Remainder], Never>] = [:]
        // Later resources may depend on earlier ones, never the reverse.
        for entry in entries.reversed() {
            let dependents = entries.filter { $0.from.contains(entry.n) }
                .compactMap { removals[$0.n] }
            removals[entry.n] = Task {
                for dependent in dependents { _ = await dependent.value }
                return await remove(entry)
            }
        }
        var leftovers: [Remainder] = []
        for entry in entries {
            leftovers += await removals[entry.n]?.value ?? []
        }
        return leftovers
    }

    private func remove(_ entry: JournalEntry) async -> [Remainder] {
        do {
            let ids = try await locate(of: entry)
            // A run leaves unanswered creations to a cleanup that is late enough.
            if ids.isEmpty && entry.isUnanswered && gracePeriod == nil { return [] }
            var leftovers: [Remainder] = []
            for id in ids {
                if let leftover = await remove(entry, id: id) { leftovers.append(leftover) }
            }
            if leftovers.isEmpty {
                tracker.note(entry.n, .gone)
                if !ids.isEmpty { onEvent(.gone(kind: entry.kind.noun, name: entry.name)) }
            }
            return leftovers
        } catch {
            return [leftover(entry, id: entry.id, nil, "\(error)", isByFault: !(error is NotFound))]
        }
    }

    /// The ids to delete for the entry; none if it does not exist.
    private func locate(of entry: JournalEntry) async throws -> [ResourceID] {
        var stranger: Deletion.NotOurs?
        if let id = entry.id, let seen = try await cloud.resourceSnapshot(of: entry.kind, id: id) {
            if seen.name == entry.name { return [id] }
            stranger = Deletion.NotOurs(kind: entry.kind, id: id, name: seen.name)
        }
        let found = try await look(for: entry)
        // A resource whose id belongs to another and whose name is not found may be anywhere.
        if let stranger, found.isEmpty { throw NotFound(stranger: stranger) }
        return found
    }

    /// The journal's id shows another resource, and nothing has the name.
    private struct NotFound: Error, CustomStringConvertible {
        var stranger: Deletion.NotOurs

        var description: String { "\(stranger), and no resource has the name" }
    }

    /// Searches by name, as long as the creation may still arrive.
    private func look(for entry: JournalEntry) async throws -> [ResourceID] {
        var patience = Duration.zero
        if let gracePeriod, entry.id == nil {
            let age = entry.at.map { cloud.date().timeIntervalSince($0) } ?? 0
            // A clock that was set back has no meaning: wait the full time.
            patience = age < 0 ? gracePeriod : max(.zero, gracePeriod - .seconds(age))
        }
        do {
            return try await poll(clock: cloud.clock, limit: patience) { _, _ in
                let found = try await cloud.resourceSnapshots(of: entry.kind, named: entry.name)
                return found.isEmpty ? .still("not there") : .done(found.map(\.id))
            }
        } catch is WaitTimedOut {
            return []
        }
    }

    /// Deletes one resource and returns once it is gone, or returns what remains.
    func remove(_ entry: JournalEntry, id: ResourceID) async -> Remainder? {
        let deletion = Deletion(
            cloud: cloud, kind: entry.kind, id: id, name: entry.name, prefix: tracker.prefix)
        do {
            tracker.note(entry.n, .deleting)
            try await deletion.run(limit: limit)
            return nil
        } catch let error as Deletion.Stuck {
            return leftover(entry, id: id, error.status, error.reason)
        } catch let error as WaitTimedOut {
            return leftover(
                entry, id: id, error.trail.states.last?.state,
                "still there \(error.limit.formatted) after its deletion was requested: \(error.trail)"
            )
        } catch let error as Deletion.NotOurs {
            return leftover(entry, id: id, nil, "\(error)")
        } catch {
            return leftover(entry, id: id, nil, "\(error)", isByFault: true)
        }
    }

    private func leftover(
        _ entry: JournalEntry, id: ResourceID?, _ status: String?, _ reason: String,
        isByFault: Bool = false
    ) -> Remainder {
        Remainder(
            leftover: Leftover(
                kind: entry.kind.noun, name: entry.name, id: id?.text, status: status,
                reason: reason.harmless(500)), isByFault: isByFault)
    }
}
