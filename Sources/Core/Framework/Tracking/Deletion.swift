// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSHTTP
import SCSOpenStack

/// The deletion of one resource of ours, through every state that can come between.
///
/// Each request to delete comes right after a look that showed our name, and the end is only what
/// the resource itself and the list of its kind agree on.
struct Deletion: Sendable {
    /// The resource stays, however often it is asked to go.
    struct Stuck: Error {
        var status: String
        var reason: String
    }

    /// The id shows a resource that is not ours; it was not touched.
    struct NotOurs: Error, CustomStringConvertible {
        var kind: ResourceKind
        var id: ResourceID
        var name: String?

        var description: String {
            let shown = name.map { $0.harmless(80) } ?? ""
            return
                "the cloud shows the \(kind.noun) \(id) under \(shown.isEmpty ? "no name" : shown), "
                + "which this run did not give; it was not changed"
        }
    }

    let cloud: Cloud
    let kind: ResourceKind
    let id: ResourceID
    /// The name that this run gave it.
    let name: String
    /// What starts every name that this run gives.
    let prefix: String

    /// How long a resource may stay at rest after it was asked to go.
    private static let patience = Duration.seconds(60)
    /// The same in the state error_deleting, in which the cloud has given up.
    private static let patienceAfterError = Duration.seconds(20)
    /// How long its list may stay unreadable.
    private static let patienceWithLists = Duration.seconds(10)
    /// How long an accepted request may take to show before it is made again.
    private static let settling = Duration.seconds(5)

    /// What the loop remembers from look to look.
    private struct Progress {
        /// Since when it is at rest although it was asked to go.
        var restingSince: Duration?
        var acceptedAt: Duration?
        var requests = 0
        /// The last thing that kept it from going, in the service's words.
        var refusal = ""
        /// A request that nobody answered: only a look tells whether it was heard.
        var failure: (any Error)?
        var outage = Outage()
        /// Since when its list cannot be read.
        var unlistedSince: Duration?
        /// Why the last look did not tell whether it is there; nil where it did.
        var unknown: (any Error)?
    }

    /// Returns once the resource is gone; throws `Stuck`, `NotOurs`, `WaitTimedOut`, and what calls throw.
    ///
    /// Where the time is over and the last look could not be made, its error is thrown.
    func run(limit: Duration) async throws {
        var progress = Progress()
        do {
            try await poll(clock: cloud.clock, limit: limit) { _, elapsed in
                progress.unknown = nil
                do {
                    let step = try await step(&progress, elapsed)
                    progress.outage = Outage()
                    return step
                } catch  where progress.outage.isTolerable(error, at: elapsed) {
                    progress.unknown = error
                    return .still("not reachable")
                }
            }
        } catch let timeout as WaitTimedOut {
            // That it is still there must have been seen.
            throw progress.unknown ?? timeout
        }
    }

    private func step(_ progress: inout Progress, _ elapsed: Duration) async throws -> Look<Void> {
        guard let seen = try await cloud.resourceSnapshot(of: kind, id: id) else {
            return try await absence(&progress, elapsed)
        }
        let project = try await cloud.token().projectID
        guard let own = seen.owned(named: { $0 == name }, in: project) else {
            throw NotOurs(kind: kind, id: id, name: seen.name)
        }
        if progress.requests > 0 {
            if seen.isInMotion {
                progress.restingSince = nil
                return .still(seen.status)
            }
            try giveUp(on: seen, &progress, elapsed)
            let isSettling = progress.acceptedAt.map { elapsed - $0 < Self.settling } ?? false
            if isSettling { return .still(seen.status) }
        }
        try await ask(own, &progress, elapsed)
        // What its service deletes before it answers can be looked at right away.
        guard progress.acceptedAt == elapsed, kind.deletesSynchronously,
            try await cloud.resourceSnapshot(of: kind, id: id) == nil
        else { return .still(seen.status.isEmpty ? "deletion requested" : seen.status) }
        return try await absence(&progress, elapsed)
    }

    /// Throws `Stuck` where it has been at rest for too long, or what kept its deletion from being heard.
    private func giveUp(on seen: ResourceSnapshot, _ progress: inout Progress, _ elapsed: Duration)
        throws
    {
        let since = progress.restingSince ?? elapsed
        progress.restingSince = since
        let hasFailed = seen.status.lowercased().hasPrefix("error_deleting")
        guard elapsed - since >= (hasFailed ? Self.patienceAfterError : Self.patience) else {
            return
        }
        if let failure = progress.failure { throw failure }
        throw Stuck(
            status: seen.status,
            reason: "it is still \(seen.status.harmless(60)) after "
                + "\(progress.requests.counted("deletion request")) over "
                + "\((elapsed - since).formatted). \(progress.refusal)")
    }

    private func ask(
        _ own: OwnedSnapshot, _ progress: inout Progress, _ elapsed: Duration
    ) async throws {
        progress.requests += 1
        progress.failure = nil
        progress.acceptedAt = nil
        do {
            _ = try await cloud.send(try await cloud.deletionCall(of: kind, own, prefix))
            progress.acceptedAt = elapsed
        } catch let error as APIError where error.refusesDeletion(of: kind) {
            progress.refusal = error.description
        } catch let error as TransportError {
            progress.failure = error
        } catch  where ResourceTracker.mayHaveHappened(error) && !(error is CancellationError) {
            progress.failure = error
        }
    }

    /// What it means that the cloud does not show it: it is gone where its list agrees.
    ///
    /// A service that forgets it in one place may show it in another. A list that cannot be read proves
    /// nothing, and may be readable the next time.
    private func absence(
        _ progress: inout Progress, _ elapsed: Duration
    ) async throws -> Look<Void> {
        do {
            let isListed = try await cloud.resourceSnapshots(of: kind, named: name).contains {
                $0.id == id
            }
            progress.unlistedSince = nil
            return isListed ? .still("listed, but not shown") : .done(())
        } catch  where !(error is CancellationError) {
            let since = progress.unlistedSince ?? elapsed
            progress.unlistedSince = since
            guard elapsed - since < Self.patienceWithLists else { throw error }
            progress.unknown = error
            return .still("not listed")
        }
    }
}

extension APIError {
    /// A refusal of a deletion that another look may explain: in use, busy, or gone already.
    ///
    /// Block Storage also says 404 when the service that would do it is not there.
    fileprivate func refusesDeletion(of kind: ResourceKind) -> Bool {
        isBadRequest || isNotFound || isConflict || isForbidden && kind.hidesWhatIsGone
    }
}

extension Cloud {
    /// The call that removes the resource; asks what it is for where that makes a difference.
    func deletionCall(
        of kind: ResourceKind, _ own: OwnedSnapshot, _ prefix: String
    ) async throws -> Call {
        let plain = Call(
            .delete, try kind.knownService(), [.collection(of: kind), .sighted(own)])
        guard kind == .port else { return plain }
        // A port that a router uses goes with the router's interface, and in no other way.
        let port = try await json(try Call(.get, of: kind, [own.id]))["port"]
        guard port?["device_owner"]?.string?.hasPrefix("network:router_interface") == true,
            let router = port?["device_id"]?.id,
            let user = try await resourceSnapshot(of: .router, id: router)?
                .owned(named: { $0.hasPrefix(prefix + "-") }, in: try await token().projectID)
        else { return plain }
        return Call(
            .put, .network, ["routers", .sighted(user), "remove_router_interface"],
            json: ["port_id": .id(own.id)])
    }
}
