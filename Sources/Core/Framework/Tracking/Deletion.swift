// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSOpenStack
import SCSSupport

/// Deletes one of the run's resources, through all intermediate states.
///
/// Each deletion request directly follows a look that showed the run's name, and the end counts
/// only if the resource itself and the list of its kind agree.
struct Deletion: Sendable {
    /// The resource stays despite repeated requests.
    struct Stuck: Error {
        var status: String
        var reason: String
    }

    /// The id shows a foreign resource; it was not touched.
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
    /// The prefix of all names of this run.
    let prefix: String

    /// How long a resource may rest unchanged after its deletion was requested.
    private static let patience = Duration.seconds(60)
    /// The same in the state error_deleting, where the cloud has given up.
    private static let patienceAfterError = Duration.seconds(20)
    /// How long its list may be unreadable.
    private static let patienceWithLists = Duration.seconds(10)
    /// How long an accepted request may take to show before it is repeated.
    private static let settling = Duration.seconds(5)

    /// What the loop remembers between looks.
    private struct Progress {
        /// Since when it has rested although its deletion was requested.
        var restingSince: Duration?
        var acceptedAt: Duration?
        var requests = 0
        /// The last refusal, in the service's words.
        var refusal = ""
        /// A request without an answer: only a look shows whether it arrived.
        var failure: (any Error)?
        var outage = Outage()
        /// Since when its list has been unreadable.
        var unlistedSince: Duration?
        /// Why the last look did not show whether it exists; nil if it did.
        var unknown: (any Error)?
    }

    /// Returns once the resource is gone; throws `Stuck`, `NotOurs`, `WaitTimedOut`, and errors of
    /// calls.
    ///
    /// If the time is over and the last look failed, its error is thrown.
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
            // "Still there" requires that it was seen.
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
        // A deletion that its service completes before answering can be verified at once.
        guard progress.acceptedAt == elapsed, kind.quirks.deletesSynchronously,
            try await cloud.resourceSnapshot(of: kind, id: id) == nil
        else { return .still(seen.status.isEmpty ? "deletion requested" : seen.status) }
        return try await absence(&progress, elapsed)
    }

    /// Throws `Stuck` if it has rested for too long, or the error that kept the request from
    /// arriving.
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

    /// Whether it is gone, once the cloud no longer shows it: its list must agree.
    ///
    /// A service may forget it in one place and show it in another. An unreadable list proves
    /// nothing and may be readable next time.
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
    /// A refusal of a deletion that the next look may explain: in use, busy, or already gone.
    ///
    /// Block Storage also answers 404 if the service that would do it is missing.
    fileprivate func refusesDeletion(of kind: ResourceKind) -> Bool {
        isBadRequest || isNotFound || isConflict || isForbidden && kind.quirks.hidesWhatIsGone
    }
}

extension Cloud {
    /// The call that deletes the resource; reads its use first where that matters.
    func deletionCall(
        of kind: ResourceKind, _ own: OwnedSnapshot, _ prefix: String
    ) async throws -> Call {
        let plain = Call(
            .delete, try kind.knownService(), ChangeSegment.path(of: kind) + [.sighted(own)])
        guard let release = kind.quirks.release else { return plain }
        let answer = try await json(try Call(.get, of: kind, [own.id]))
        let shown = kind.envelope.isEmpty ? answer : answer[kind.envelope]
        let users = release.users(of: kind)
        guard shown?[release.key]?.string?.hasPrefix(release.prefix) == true,
            let id = shown?[release.userKey]?.id,
            let user = try await resourceSnapshot(of: users, id: id)?
                .owned(named: { $0.hasPrefix(prefix + "-") }, in: try await token().projectID)
        else { return plain }
        return Call(
            .put, try kind.knownService(),
            ChangeSegment.path(of: users) + [.sighted(user), .action(of: release)],
            json: .object([release.idKey: .id(own.id)]))
    }
}
