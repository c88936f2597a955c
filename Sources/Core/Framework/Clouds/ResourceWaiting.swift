// SPDX-License-Identifier: Apache-2.0
public import SCSOpenStack
import SCSSupport
import Synchronization

/// Waits for requested changes, and explains why one did not happen.
extension CheckContextOf where Subject == Cloud {
    /// Waits until the resource is ready, and returns it as it is then.
    ///
    /// Throws `Finding`: `resource-error` at the first error state, with the cloud's messages about
    /// it and about `concerning`; `timed-out` after the run's time limit.
    @discardableResult
    public func wait<R>(for owned: Owned<R>, concerning: [ResourceID] = []) async throws -> R {
        let what = R.kind.noun
        let ready = R.kind.quirks.ready
        let seen = Mutex("")
        var outage = Outage()
        var absence = Absence()
        do {
            return try await poll(
                clock: cloud.clock, limit: settings.timeLimit,
                onState: { state, elapsed in
                    let isNew = seen.withLock { last in
                        defer { last = state }
                        return last != state
                    }
                    if isNew {
                        onEvent(
                            .waiting(testcase: testcase.id, what: what, state: state, for: elapsed))
                    }
                }
            ) { trail, elapsed in
                let resource: R
                do {
                    resource = try await R.show(owned, in: cloud)
                    outage = Outage()
                    absence = Absence()
                } catch  where outage.isTolerable(error, at: elapsed) {
                    // The request may still be carried out while an API restarts.
                    return .still("not reachable")
                } catch let error as APIError where error.isNotFound {
                    // One of several services may not know it yet.
                    guard let time = absence.lasting(until: elapsed) else {
                        return .still("not found")
                    }
                    trail.add("not found", at: elapsed)
                    throw try await vanished(owned, time, trail, concerning)
                }
                let status = resource.status.lowercased()
                if status == ready { return .done(resource) }
                if R.kind.isError(status) {
                    trail.add(resource.status, at: elapsed)
                    throw try await failure(of: resource, what, trail, concerning)
                }
                return .still(resource.status)
            }
        } catch let timeout as WaitTimedOut {
            // Nothing showed whether it was ready.
            if let error = outage.error { throw error }
            throw Finding(
                .timedOut,
                "The \(what) \(owned.id) was not \(ready) after \(timeout.limit.formatted).",
                advice: "Search the service's log for it, or raise \(InterfaceTerm.timeLimit).",
                evidence: [Evidence(.states, "\(what): \(timeout.trail)")])
        }
    }

    /// How long an existing resource has been answered with 404 without interruption.
    private struct Absence {
        private var since: Duration?
        private static let patience = Duration.seconds(10)

        /// The duration, once it is too long to be one service's delay; nil before.
        mutating func lasting(until elapsed: Duration) -> Duration? {
            let since = since ?? elapsed
            self.since = since
            return elapsed - since >= Self.patience ? elapsed - since : nil
        }
    }

    /// The finding about a resource that the cloud accepted but no longer shows; nil if its list
    /// does.
    private func vanished<R>(
        _ owned: Owned<R>, _ time: Duration, _ trail: Trail, _ concerning: [ResourceID]
    ) async throws -> Finding {
        let what = R.kind.noun
        let isListed = try await isListed(owned)
        let told = await messages(about: [owned.id] + concerning)
        let evidence = [Evidence(.states, "\(what): \(trail)")] + told
        guard !isListed else {
            var finding = Finding(
                .unreachable,
                "The cloud contradicts itself: the list of \(R.kind.collection) shows \(owned.id), "
                    + "but requests for it were answered with 404 for \(time.formatted).",
                advice: "Check whether all API servers of the service share one database.",
                evidence: evidence)
            finding.isInconclusive = true
            return finding
        }
        return Finding(
            .resourceError,
            "The \(what) \(owned.id) vanished while it was being created: requests for it were answered with "
                + "404 for \(time.formatted), and the list does not show it"
                + (told.first { $0.kind == .userMessage }.map { ": \($0.text)" } ?? "."),
            advice: "Search the service's log for \(owned.id).", evidence: evidence)
    }

    /// Polls until `look` returns a value; an ABORT `timed-out` if it never does.
    ///
    /// `limit` shortens the run's time limit; `evidence` is requested on a time-out.
    public func look<Value: Sendable>(
        for what: String, within limit: Duration? = nil, evidence: () -> [Evidence] = { [] },
        _ look: () async throws -> Value?
    ) async throws -> Value {
        let limit = min(limit ?? settings.timeLimit, settings.timeLimit)
        do {
            return try await poll(clock: cloud.clock, limit: limit) { _, _ in
                try await look().map(Look.done) ?? .still("waiting")
            }
        } catch let timeout as WaitTimedOut {
            var finding = Finding(
                .timedOut, "Did not find \(what) within \(timeout.limit.formatted).",
                evidence: evidence())
            finding.isInconclusive = true
            throw finding
        }
    }

    /// Block Storage's user messages about these resources, of whichever service.
    ///
    /// A failure to read them becomes evidence: it must not replace the original finding.
    private func messages(about ids: [ResourceID]) async -> [Evidence] {
        var evidence: [Evidence] = []
        do {
            for id in ids {
                for message in try await cloud.blockStorage.messages(about: id) {
                    let request = message.requestID.map { " (\($0))" } ?? ""
                    evidence.append(Evidence(.userMessage, message.text + request))
                }
            }
        } catch {
            evidence.append(Evidence(.note, "Block Storage's messages cannot be read: \(error)"))
        }
        return evidence
    }

    /// The finding for a resource in an error state, with all that the cloud says about it.
    private func failure<R: TrackedResource>(
        of resource: R, _ what: String, _ trail: Trail, _ concerning: [ResourceID]
    ) async throws -> Finding {
        var evidence = [Evidence(.states, "\(what) \(resource.id): \(trail)")]
        var told = resource.failReason ?? ""
        let messages = await messages(about: [resource.id] + concerning)
        evidence += messages
        if told.isEmpty, let first = messages.first(where: { $0.kind == .userMessage }) {
            told = first.text
        }
        for id in concerning where id != resource.id && R.kind == .volume {
            do {
                let backup = try await cloud.blockStorage.backup(id)
                if let reason = backup.failReason, !reason.isEmpty, told.isEmpty { told = reason }
            } catch {
                // A failure to read it must not replace the original finding.
                evidence.append(Evidence(.note, "The backup \(id) cannot be read: \(error)"))
            }
        }
        if let reason = resource.failReason, !reason.isEmpty {
            evidence.append(Evidence(.failReason, reason))
        }
        return Finding(
            .resourceError,
            "The \(what) ended in \(resource.status.harmless(60))"
                + (told.isEmpty ? "." : ": \(told.harmless(300))"),
            advice: "Search the logs of \(R.kind.logs) for \(resource.id).",
            evidence: evidence)
    }
}
