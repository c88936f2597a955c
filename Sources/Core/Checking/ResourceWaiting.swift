// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Waiting for what a check has asked for, and saying why it did not come.
extension CheckContext {
    /// Waits until the cloud calls the resource ready, and returns it as it is then.
    ///
    /// Throws `Finding`: `resource-error` as soon as an error state is seen, with what the cloud
    /// tells about it and about `concerning`; `timed-out` after the run's time limit.
    @discardableResult
    public func wait<R>(for owned: Owned<R>, concerning: [String] = []) async throws -> R {
        let what = R.kind.noun
        let ready = R.ready
        let seen = Mutex("")
        var outage: (since: Duration, error: any Error)?
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
                    resource = try await R.show(owned.id, in: cloud)
                    outage = nil
                } catch  where Self.isOutage(error) {
                    // What was asked for may go on all the same while an API is restarted.
                    let since = outage?.since ?? elapsed
                    guard elapsed - since < Self.patience else { throw error }
                    outage = (since, error)
                    return .still("not reachable")
                } catch let error as APIError where error.status == 404 {
                    trail.add("gone", at: elapsed)
                    let told = await messages(about: [owned.id] + concerning)
                    throw Finding(
                        .resourceError,
                        "The \(what) \(owned.id) vanished while it was being made"
                            + (told.first { $0.kind == .userMessage }.map { ": \($0.text)" } ?? "."),
                        advice: Reason.resourceError.advice(about: R.kind.serviceType),
                        evidence: [Evidence(.states, "\(what): \(trail)")] + told)
                }
                let status = resource.status.lowercased()
                if status == ready { return .done(resource) }
                if status.hasPrefix("error") || status == "killed" {
                    trail.add(resource.status, at: elapsed)
                    throw try await failure(of: resource, what, trail, concerning)
                }
                return .still(resource.status)
            }
        } catch let timeout as WaitTimedOut {
            // Nobody could tell whether it was ready.
            if let outage { throw outage.error }
            throw Finding(
                .timedOut,
                "The \(what) \(owned.id) was not \(ready) after \(timeout.limit.spoken).",
                advice: "Look for it in the service's log; --time-limit gives it longer.",
                evidence: [Evidence(.states, "\(what): \(timeout.trail)")])
        }
    }

    /// How long a wait goes on while its service, or Keystone, cannot be reached.
    private static let patience = Duration.seconds(60)

    /// Whether a look failed because something is down that may come back.
    private static func isOutage(_ error: any Error) -> Bool {
        switch error {
        case let error as APIError: error.status >= 500 && error.status != 501
        case let error as TransportError:
            [.noConnection, .connectionLost, .timedOut].contains(error.kind)
        default: false
        }
    }

    /// Looks again and again until `look` gives a value; an ABORT `timed-out` where it never does.
    ///
    /// `limit` shortens the run's time limit; `evidence` is asked for when there was nothing in time.
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
                .timedOut, "There was not \(what) within \(timeout.limit.spoken).",
                evidence: evidence())
            finding.isInconclusive = true
            throw finding
        }
    }

    /// What Block Storage tells its user about these resources, of whatever service they are.
    ///
    /// That it cannot be asked is evidence too: it must not replace the finding that led here.
    private func messages(about ids: [String]) async -> [Evidence] {
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

    /// The finding for a resource in an error state, with all that the cloud tells about it.
    private func failure<R: TrackedResource>(
        of resource: R, _ what: String, _ trail: Trail, _ concerning: [String]
    ) async throws -> Finding {
        var evidence = [Evidence(.states, "\(what) \(resource.id): \(trail)")]
        var told = resource.failReason ?? ""
        let messages = await messages(about: [resource.id] + concerning)
        evidence += messages
        if told.isEmpty, let first = messages.first(where: { $0.kind == .userMessage }) {
            told = first.text
        }
        for id in concerning where id != resource.id && R.kind == .volume {
            let backup = try await cloud.blockStorage.backup(id)
            if let reason = backup.failReason, !reason.isEmpty, told.isEmpty { told = reason }
        }
        if let reason = resource.failReason, !reason.isEmpty {
            evidence.append(Evidence(.failReason, reason))
        }
        return Finding(
            .resourceError,
            "The \(what) ended in \(resource.status.harmless(60))"
                + (told.isEmpty ? "." : ": \(told.harmless(300))"),
            advice: Reason.resourceError.advice(about: R.kind.serviceType),
            evidence: evidence)
    }
}
