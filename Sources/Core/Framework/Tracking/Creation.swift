// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSOpenStack
import SCSSupport

extension ResourceTracker {
    /// Journals the intention, creates the resource, and returns once the cloud shows it under its
    /// name.
    ///
    /// A cancelled task does not cut the request off, as its answer is worth the wait. The id in
    /// the answer is a claim: only a resource shown under the given name counts. If there is none,
    /// the creation is retried as a new intention under another name.
    ///
    /// `onIntend` gets the journal number of each attempt, as a missing resource may arrive late.
    /// `witness` searches for the resource if its creator may not (nil: the creator).
    func create<Resource>(
        _ draft: Draft<Resource>, in cloud: Cloud, seenBy witness: Cloud? = nil,
        for testcase: String? = nil, onIntend: (Int) -> Void = { _ in },
        onEvent: @escaping @Sendable (TrackerEvent) -> Void
    ) async throws -> Owned<Resource> {
        var efforts = Efforts(cloud.configuration.retryPolicy(for: Resource.kind.service))
        while true {
            try Task.checkCancellation()
            let entry = try intend(
                Resource.kind, role: draft.role, from: draft.from, for: testcase)
            onIntend(entry.n)
            let reply = await reply(to: draft, entry, cloud)
            if let error = reply.error, Self.neverArrived(error) {
                note(entry.n, .refused)
                throw error
            }
            // A busy service needs its pause before the next call, whichever that is.
            let pause = efforts.pause(after: reply.error, at: cloud.date())
            if let pause { try await cloud.clock.sleep(for: pause) }
            if let seen = try await find(entry, reply, in: witness ?? cloud) {
                noteCreated(entry, seen, in: cloud)
                let kind = Resource.kind.noun
                onEvent(
                    reply.error == nil
                        ? .created(kind: kind, name: entry.name, id: seen.id.text)
                        : .recovered(kind: kind, name: entry.name, id: seen.id.text))
                return Owned(
                    seen, n: entry.n, in: witness ?? cloud, loss: reply.error.map { "\($0)" })
            }
            if let error = reply.error, Self.isRefusal(error) {
                note(entry.n, .refused)
                guard Self.mayHaveHappened(error) else { throw error }
            }
            guard efforts.hasAnother(after: reply.error) else {
                throw reply.error ?? Unconfirmed(kind: Resource.kind, attempts: efforts.made)
            }
            onEvent(
                .again(
                    kind: Resource.kind.noun, name: entry.name,
                    reason: reply.error.map { "\($0)" } ?? "the cloud shows nothing with that name",
                    pause: pause ?? .zero))
        }
    }

    /// Looks for what a program says to have created under an entry's name; nil where nothing of that
    /// name is shown in time.
    ///
    /// The id that it names is a claim, as that of an answer is.
    func confirm(
        _ entry: JournalEntry, claim: ResourceID, in cloud: Cloud
    ) async throws -> OwnedSnapshot? {
        guard let seen = try await find(entry, Reply(claim: claim), in: cloud) else { return nil }
        noteCreated(entry, seen, in: cloud)
        return seen
    }

    /// An id that repeats a secret stays out of the journal: the name finds it as well.
    private func noteCreated(_ entry: JournalEntry, _ seen: OwnedSnapshot, in cloud: Cloud) {
        let isSafe = cloud.vault.clean(seen.id.text) == seen.id.text
        note(entry.n, .created, id: isSafe ? seen.id : nil)
    }

    /// The result of a creation request.
    private struct Reply {
        var claim: ResourceID?
        var error: (any Error)?
    }

    private func reply<Resource>(
        to draft: Draft<Resource>, _ entry: JournalEntry, _ cloud: Cloud
    ) async -> Reply {
        do {
            let answer = try await Task { try await cloud.json(draft.call(entry.name)) }.value
            return Reply(claim: draft.claim(answer))
        } catch {
            return Reply(error: error)
        }
    }

    /// Whether a creation that ended in `error` may have happened anyway.
    static func mayHaveHappened(_ error: any Error) -> Bool {
        switch error {
        case let error as APIError:
            error.mayHaveHappened
        case is SignInRefused: false
        case let error as TransportError: error.mayHaveArrived
        case is ServiceMissing: false
        default: true
        }
    }

    /// Whether the request reached no service.
    private static func neverArrived(_ error: any Error) -> Bool {
        switch error {
        case is SignInRefused, is ServiceMissing: true
        case let error as TransportError: !error.mayHaveArrived
        default: false
        }
    }

    /// Whether the service refused, so that nothing exists if nothing was found.
    ///
    /// A refusal alone proves nothing: Cinder leaves the volume of a refused restore behind, and a
    /// proxy that repeats a request receives the second answer.
    private static func isRefusal(_ error: any Error) -> Bool {
        (error as? APIError)?.isRefusal == true
    }

    /// Searches for the entry's name, by the claimed id and in the list of its kind.
    ///
    /// A claimed id that shows anything else is dropped. Nil if nothing appeared in time; throws a
    /// `Finding` if the cloud does not allow the search.
    private func find(
        _ entry: JournalEntry, _ reply: Reply, in cloud: Cloud
    ) async throws -> OwnedSnapshot? {
        var claim = reply.claim
        var obstacle: (any Error)?
        let isOurs: (String) -> Bool = { $0 == entry.name }
        // After a refusal one look suffices, as the resource hardly ever exists.
        let isRefused = reply.error.map(Self.isRefusal) ?? false
        var looks = 0
        do {
            return try await poll(
                clock: cloud.clock,
                limit: isRefused ? .zero : reply.error == nil ? Self.trust : Self.patience,
                // A single look that hangs for a call's whole time limit must not end the search.
                isOver: { isRefused || looks > 1 }
            ) { _, _ in
                looks += 1
                do {
                    let project = try await cloud.token().projectID
                    if let id = claim,
                        let seen = try await cloud.resourceSnapshot(of: entry.kind, id: id)
                    {
                        if let own = seen.owned(named: isOurs, in: project) { return .done(own) }
                        claim = nil
                    }
                    let found = try await cloud.resourceSnapshots(of: entry.kind, named: entry.name)
                    obstacle = nil
                    let own = found.lazy.compactMap { $0.owned(named: isOurs, in: project) }.first
                    return own.map(Look.done) ?? .still("not there")
                } catch  where !(error is CancellationError) {
                    obstacle = error
                    return .still("not shown")
                }
            }
        } catch is WaitTimedOut {
            // A service that refuses both creation and listing has no such resource.
            guard let obstacle, !isRefused else { return nil }
            throw lookingFailed(entry, reply, obstacle)
        }
    }

    /// How long a confirmed creation may take to show; services can be slow.
    private static let trust = Duration.seconds(30)
    /// The same for an unconfirmed creation.
    private static let patience = Duration.seconds(10)

    private func lookingFailed(
        _ entry: JournalEntry, _ reply: Reply, _ obstacle: any Error
    ) -> Finding {
        let ending = reply.error == nil ? "answered" : "requested, without a clear answer"
        let looking = Finding(of: obstacle)
        var finding = Finding(
            looking.reason,
            "The creation of a \(entry.kind.noun) was \(ending), and whether it exists could not be "
                + "determined: \(obstacle)",
            advice: looking.advice, evidence: reply.error.map { [Evidence(.note, "\($0)")] } ?? [])
        finding.isInconclusive = true
        return finding
    }
}

/// The cloud accepted creations but shows nothing under their names.
struct Unconfirmed: Error, CustomStringConvertible {
    var kind: ResourceKind
    var attempts: Int

    var description: String {
        "The cloud accepted \(attempts) requests to create a \(kind.noun) and shows none of them."
    }
}
