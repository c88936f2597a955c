// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// Removes what a tracker remembers, dependents first, and says what could not be removed.
package struct Janitor: Sendable {
    let tracker: ResourceTracker
    let cloud: Cloud
    /// The longest that one resource may take to go, 10 minutes at most.
    let limit: Duration
    /// Nil: the tracker made everything itself. Else it learnt from a journal, which proves nothing
    /// but names, and whose last requests may arrive so long after they were sent.
    let lateness: Duration?
    let onEvent: @Sendable (TrackerEvent) -> Void

    package init(
        tracker: ResourceTracker, cloud: Cloud, limit: Duration, lateness: Duration? = nil,
        onEvent: @escaping @Sendable (TrackerEvent) -> Void = { _ in }
    ) {
        self.tracker = tracker
        self.cloud = cloud
        // Whatever is stuck for so long will not go while we wait, and others wait behind it.
        self.limit = min(limit, .seconds(600))
        self.lateness = lateness
        self.onEvent = onEvent
    }

    /// Removes everything that is left, or only the resources in `only`; goes on when cancelled.
    package func clean(only: Set<Int>? = nil) async -> [Leftover] {
        // A task of its own: whoever is cancelled still wants the tenant's project clean.
        await Task { await cleanAll(only) }.value
    }

    /// What a fault in between kept is tried once more; what the cloud keeps is not.
    private func cleanAll(_ only: Set<Int>?) async -> [Leftover] {
        let leftovers = await cleanOnce(only)
        guard leftovers.contains(where: \.isByFault) else { return leftovers.map(\.leftover) }
        return await cleanOnce(only).map(\.leftover)
    }

    /// What could not be removed, and whether that was a fault on the way to the cloud.
    private struct Remainder {
        var leftover: Leftover
        var isByFault: Bool
    }

    private func cleanOnce(_ only: Set<Int>?) async -> [Remainder] {
        let entries = tracker.living.filter { only?.contains($0.n) ?? true }
        var removals: [Int: Task<[Remainder], Never>] = [:]
        // What was made later may stand on what was made earlier, never the other way round.
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
        var leftovers: [Remainder] = []
        do {
            let ids = try await whereabouts(of: entry)
            for id in ids {
                if let leftover = await remove(entry, id: id) { leftovers.append(leftover) }
            }
            if leftovers.isEmpty {
                tracker.note(entry.n, .gone)
                if !ids.isEmpty { onEvent(.gone(kind: entry.kind.noun, name: entry.name)) }
            }
        } catch {
            leftovers.append(leftover(entry, id: entry.id, nil, "\(error)", isByFault: true))
        }
        return leftovers
    }

    /// The ids under which the resource is to be deleted; none where it is not there.
    private func whereabouts(of entry: JournalEntry) async throws -> [String] {
        var stranger: Foreign?
        if let id = entry.id {
            guard lateness != nil else { return [id] }
            if let seen = try await cloud.sighting(of: entry.kind, id: id) {
                if seen.name?.hasPrefix(tracker.prefix + "-") == true { return [id] }
                stranger = Foreign(kind: entry.kind, id: id, name: seen.name)
            }
        }
        let found = try await sightings(of: entry)
        // Whose id another resource has, and whom nobody finds by name either, may be anywhere.
        if let stranger, found.isEmpty { throw stranger }
        return found
    }

    /// Looks for it by its name, and goes on looking as long as its creation may still arrive.
    private func sightings(of entry: JournalEntry) async throws -> [String] {
        var patience = Duration.zero
        if let lateness, entry.id == nil {
            let age = entry.at.map { cloud.date().timeIntervalSince($0) } ?? 0
            // A clock that was set back tells nothing: then all of the time is waited.
            patience = age < 0 ? lateness : max(.zero, lateness - .seconds(age))
        }
        do {
            return try await poll(clock: cloud.clock, limit: patience) { _, _ in
                let found = try await cloud.sightings(of: entry.kind, named: entry.name)
                return found.isEmpty ? .still("not there") : .done(found.map(\.id))
            }
        } catch is WaitTimedOut {
            return []
        }
    }

    /// What a journal calls ours, and the cloud shows as something else.
    private struct Foreign: Error, CustomStringConvertible {
        var kind: ResourceKind
        var id: String
        var name: String?

        var description: String {
            let name = name.map { $0.harmless(80) } ?? ""
            return
                "the cloud shows the \(kind.noun) \(id) under \(name.isEmpty ? "no name" : name), "
                + "which no run of that id gives; it was not touched, and nothing was found by the name"
        }
    }

    /// Deletes one resource and returns once it is really gone; else what keeps it.
    private func remove(_ entry: JournalEntry, id: String) async -> Remainder? {
        let deletion = Deletion(cloud: cloud, kind: entry.kind, id: id)
        do {
            tracker.note(entry.n, .deleting)
            try await deletion.run(limit: limit)
            return nil
        } catch let error as Deletion.Stuck {
            return leftover(entry, id: id, error.status, error.reason)
        } catch let error as WaitTimedOut {
            return leftover(
                entry, id: id, error.trail.states.last?.state,
                "it was not gone after \(error.limit.spoken): \(error.trail)")
        } catch {
            return leftover(entry, id: id, nil, "\(error)", isByFault: true)
        }
    }

    private func leftover(
        _ entry: JournalEntry, id: String?, _ status: String?, _ reason: String,
        isByFault: Bool = false
    ) -> Remainder {
        Remainder(
            leftover: Leftover(
                kind: entry.kind.noun, name: entry.name, id: id, status: status,
                reason: reason.harmless(500)), isByFault: isByFault)
    }
}

/// The deletion of one resource, through every state that can come between.
struct Deletion: Sendable {
    /// The resource stays, however often it is asked to go.
    struct Stuck: Error {
        var status: String
        var reason: String
    }

    let cloud: Cloud
    let kind: ResourceKind
    let id: String

    /// Returns once the resource is gone; throws `Stuck`, `WaitTimedOut`, and what calls throw.
    func run(limit: Duration) async throws {
        var accepted = 0
        var refusedSince: Duration?
        var refusal = ""
        var hasAsked = false
        var failure: (any Error)?
        try await poll(clock: cloud.clock, limit: limit) { _, elapsed in
            if hasAsked {
                let seen = try await cloud.sighting(of: kind, id: id)
                // Who refuses to delete it and does not show it either contradicts himself.
                if seen == nil && (refusedSince == nil || failure != nil) { return .done(()) }
                let status = seen?.status ?? "gone"
                if seen != nil && isInMotion(status) { return .still(status) }
                // It came to rest without going: held open by somebody, failed, or refused.
                let patience = elapsed - (refusedSince ?? elapsed)
                if let failure, patience >= .seconds(60) { throw failure }
                guard accepted < 5, patience < .seconds(60),
                    status != "error_deleting" || accepted + (refusal.isEmpty ? 0 : 2) < 2
                else {
                    throw Stuck(
                        status: status,
                        reason:
                            "the cloud accepted its deletion \(accepted) times and leaves it in "
                            + "\(status.harmless(60)). \(refusal)")
                }
            }
            do {
                hasAsked = true
                _ = try await cloud.send(try await cloud.deletionCall(of: kind, id: id))
                accepted += 1
                refusedSince = nil
                failure = nil
                // These delete before they answer; Block Storage takes its time.
                if kind.goesAtOnce { return .done(()) }
            } catch let error as APIError
                where error.status == 404 || error.status == 403 && kind.hidesWhatIsGone
            {
                // Block Storage also says 404 when the service that would do it is not there.
                guard try await cloud.sighting(of: kind, id: id) != nil else { return .done(()) }
                refusal = error.description
                failure = nil
                refusedSince = refusedSince ?? elapsed
            } catch let error as APIError where error.status == 400 || error.status == 409 {
                refusal = error.description
                failure = nil
                refusedSince = refusedSince ?? elapsed
            } catch  where ResourceTracker.mayHaveHappened(error) && !(error is CancellationError) {
                // Only a look tells whether it was heard.
                failure = error
                refusedSince = refusedSince ?? elapsed
            }
            return .still("asked to go")
        }
    }

}

/// Whether the cloud is at work on a resource in that state, so that it will have another one soon.
public func isInMotion(_ status: String) -> Bool {
    let status = status.lowercased()
    guard !status.isEmpty && !status.hasPrefix("error") else { return false }
    return ![
        "available", "in-use", "active", "queued", "killed", "deactivated", "down", "shutoff",
    ].contains(status)
}
