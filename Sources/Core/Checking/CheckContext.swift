// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// What a run may be told about how to test.
public struct CheckSettings: Sendable {
    /// The longest that one operation of the cloud may take.
    public var timeLimit: Duration = .seconds(1800)
    /// Bytes in what the cloud calls a GiB; a simulated cloud may have smaller ones.
    public var gibibyte: Int64 = 1 << 30
    /// The name of the image that a guest boots; nil: the newest Debian or Ubuntu on offer.
    public var guestImage: String?
    /// Where a guest gets packages from that its image lacks; nil: as the image is configured.
    public var packageMirror: String?
    /// Where pseudo-random content starts from, new for each run.
    public var seed: UInt64

    public init(seed: UInt64) {
        self.seed = seed
    }
}

/// One test case's view of the run: it reads through `cloud` and creates through `create`.
public final class CheckContext: Sendable {
    private struct Log {
        var steps: [(state: StepState, duration: Duration)] = []
        var evidence: [Evidence] = []
        var notes: [String] = []
        var owned: Set<Int> = []
    }

    public let cloud: Cloud
    /// The cloud as a member of another project sees it, where the run was given one.
    public var otherCloud: Cloud? { other?.cloud }
    public let settings: CheckSettings
    let testcase: Testcase
    let facts: FactStore
    let tracker: ResourceTracker
    let other: OtherProject?
    let changes: Changes
    let onEvent: @Sendable (Event) -> Void
    private let log = Mutex(Log())

    init(
        cloud: Cloud, other: OtherProject?, settings: CheckSettings, testcase: Testcase,
        facts: FactStore, tracker: ResourceTracker, changes: Changes,
        onEvent: @escaping @Sendable (Event) -> Void
    ) {
        self.cloud = cloud
        self.other = other
        self.settings = settings
        self.testcase = testcase
        self.facts = facts
        self.tracker = tracker
        self.changes = changes
        self.onEvent = onEvent
    }

    // MARK: What a check does

    /// Adds to what the verdict rests on.
    public func record(_ evidence: Evidence) {
        log.withLock { $0.evidence.append(evidence) }
    }

    /// Tells the reader of the report something that is no finding.
    public func note(_ text: String) {
        log.withLock { $0.notes.append(text) }
        onEvent(.note(testcase: testcase.id, text))
    }

    /// Creates a resource, journalled and tracked; returns once the cloud has accepted it.
    public func create<R>(_ draft: Draft<R>) async throws -> Owned<R> {
        let owned = try await tracker.create(draft, in: cloud) {
            [id = testcase.id, onEvent] event in
            onEvent(.tracked(testcase: id, event))
        }
        log.withLock { _ = $0.owned.insert(owned.n) }
        return owned
    }

    /// Creates a resource in the other project, tracked there; only to see that it is refused.
    public func createInOtherProject<R>(_ draft: Draft<R>) async throws -> Owned<R> {
        guard let other else {
            throw Finding(.notApplicable, "No second credential was given.")
        }
        return try await other.tracker.create(draft, in: other.cloud) { _ in }
    }

    /// Creates a resource and waits until the cloud calls it ready.
    public func make<R>(_ draft: Draft<R>) async throws -> Owned<R> {
        let owned = try await create(draft)
        try await wait(for: owned)
        return owned
    }

    /// Waits until the cloud calls the resource ready, and returns it as it is then.
    ///
    /// Throws `Finding`: `resource-error` as soon as an error state is seen, with what the cloud
    /// tells about it and about `concerning`; `timed-out` after the run's time limit.
    @discardableResult
    public func wait<R>(for owned: Owned<R>, concerning: [String] = []) async throws -> R {
        let what = R.kind.noun
        let ready = R.ready
        let seen = Mutex("")
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
                } catch let error as APIError where error.status == 404 {
                    trail.add("gone", at: elapsed)
                    let told = await messages(about: [owned.id] + concerning)
                    throw Finding(
                        .resourceError,
                        "The \(what) \(owned.id) vanished while it was being made"
                            + (told.first { $0.kind == .userMessage }.map { ": \($0.text)" } ?? "."),
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
            throw Finding(
                .timedOut,
                "The \(what) \(owned.id) was not \(ready) after \(timeout.limit.spoken).",
                advice: "Look for it in the service's log; --time-limit gives it longer.",
                evidence: [Evidence(.states, "\(what): \(timeout.trail)")])
        }
    }

    /// Deletes a resource of ours and returns once it is gone.
    public func delete<R>(_ owned: Owned<R>) async throws {
        do {
            try tracker.note(owned.n, .deleting)
            try await Deletion(cloud: cloud, kind: R.kind, id: owned.id)
                .run(limit: settings.timeLimit)
            try tracker.note(owned.n, .gone)
            onEvent(.tracked(testcase: testcase.id, .gone(kind: R.kind.noun, name: owned.name)))
        } catch let stuck as Deletion.Stuck {
            throw Finding(
                .resourceError, "The \(R.kind.noun) \(owned.id) cannot be deleted: \(stuck.reason)")
        } catch let timeout as WaitTimedOut {
            throw Finding(
                .timedOut,
                "The \(R.kind.noun) \(owned.id) was not gone after \(timeout.limit.spoken).",
                evidence: [Evidence(.states, "\(R.kind.noun): \(timeout.trail)")])
        }
    }

    /// Whether the collection of its kind shows a resource of ours under its name.
    public func isListed<R>(_ owned: Owned<R>) async throws -> Bool {
        try await cloud.sightings(of: R.kind, named: owned.name).contains { $0.id == owned.id }
    }

    /// Lets a router of ours use a port of ours, as the gateway of the port's subnet.
    public func connect(
        _ port: Owned<NetworkResource<PortKind>>, to router: Owned<NetworkResource<RouterKind>>
    ) async throws {
        _ = try await cloud.json(
            Call(
                .put, .network, ["routers", router.id, "add_router_interface"],
                json: ["port_id": .string(port.id)]))
    }

    /// What all test cases of this run that ask for `name` get from the first one's `body`.
    ///
    /// Resources that it creates belong to the test case that asked first.
    public func shared<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable (CheckContext) async throws -> Value
    ) async throws -> Value {
        try await facts.value(named: "shared \(name)") { try await body(self) }
    }

    /// Asks the cloud to delete a resource of ours that it must keep; nil where it agreed.
    public func refusal<R>(toDelete owned: Owned<R>) async throws -> APIError? {
        do {
            _ = try await cloud.send(try await cloud.deletionCall(of: R.kind, id: owned.id))
            return nil
        } catch let error as APIError where [400, 403, 409].contains(error.status) {
            record(Evidence(.refusal, error.description))
            return error
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

    /// Takes a volume of ours back to its newest snapshot, and waits until both are ready.
    ///
    /// Source: https://docs.openstack.org/api-ref/block-storage/v3/#revert-volume-to-snapshot
    public func revert(_ volume: Owned<Volume>, to snapshot: Owned<Snapshot>) async throws {
        _ = try await cloud.send(
            Call(
                .post, .blockStorage, ["volumes", volume.id, "action"],
                json: ["revert": ["snapshot_id": .string(snapshot.id)]],
                microversion: Microversion(3, 40)))
        try await wait(for: volume)
        try await wait(for: snapshot)
    }

    /// Restores a backup over a volume of ours, and waits until both are ready again.
    public func restore(_ backup: Owned<Backup>, over volume: Owned<Volume>) async throws {
        _ = try await cloud.json(
            Call(
                .post, .blockStorage, ["backups", backup.id, "restore"],
                json: ["restore": ["volume_id": .string(volume.id)]]))
        try await wait(for: volume, concerning: [backup.id])
        try await wait(for: backup, concerning: [volume.id])
    }

    /// Restores a backup onto a new volume, and waits until both are ready.
    public func restore(_ backup: Owned<Backup>, as role: String) async throws -> Owned<Volume> {
        let volume = try await create(.restoring(backup, role))
        try await wait(for: volume, concerning: [backup.id])
        // The volume is ready a moment before the backup is.
        try await wait(for: backup, concerning: [volume.id])
        return volume
    }

    /// Creates an image and uploads its bytes; `length` in bytes.
    public func upload(
        _ draft: Draft<Image>, length: Int64, open: @escaping @Sendable () -> any ByteSource
    ) async throws -> Owned<Image> {
        let image = try await create(draft)
        var call = Call(.put, .image, ["images", image.id, "file"])
        call.payload = .stream(
            length: length, contentType: "application/octet-stream", open: open)
        do {
            _ = try await cloud.send(call)
        } catch let error as APIError where error.status == 409 {
            // An upload whose answer was lost and that was repeated finds the image filled.
            guard try await cloud.images.image(image.id).status == "active" else { throw error }
        }
        try await wait(for: image)
        return image
    }

    // MARK: What the engine does

    /// Carries out one declared step and writes down how far it came.
    func carryOut<T: Sendable>(
        _ index: Int, _ body: () async throws -> T
    ) async throws -> T {
        let step = testcase.steps[index]
        let stopwatch = Stopwatch(cloud.clock)
        onEvent(.stepBegan(testcase: testcase.id, title: step.title))
        func end(_ state: StepState) {
            let duration = stopwatch.elapsed
            log.withLock { $0.steps.append((state, duration)) }
            onEvent(
                .stepEnded(
                    testcase: testcase.id, title: step.title, state: state, duration: duration))
        }
        do {
            try Task.checkCancellation()
            let value = try await body()
            end(.passed)
            return value
        } catch {
            let judged = Classification(of: error, judging: step.role == .require)
            end(judged.verdict == .fail ? .failed : .aborted)
            throw Judged(classification: judged)
        }
    }

    /// An error with what it means where it happened.
    struct Judged: Error {
        var classification: Classification
    }

    /// The outcome of the test case, given how its scenario ended.
    func outcome(_ ending: Classification?) -> TestcaseOutcome {
        log.withLock { log in
            let steps = testcase.steps.enumerated().map { index, step in
                index < log.steps.count
                    ? StepOutcome(
                        step: step, state: log.steps[index].state,
                        duration: log.steps[index].duration)
                    : StepOutcome(step: step, state: .notReached, duration: nil)
            }
            return TestcaseOutcome(
                id: testcase.id, verdict: ending?.verdict ?? .pass, reason: ending?.reason,
                message: ending?.message, advice: ending?.advice,
                evidence: log.evidence + (ending?.evidence ?? [])
                    + (ending == nil ? [] : changes.recent.map { Evidence(.request, $0) }),
                notes: log.notes, steps: steps)
        }
    }

    /// Journal numbers of what this test case has created.
    var owned: Set<Int> { log.withLock { $0.owned } }

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
            advice: "Search the logs of Block Storage and its backup service for \(resource.id).",
            evidence: evidence)
    }
}

/// Another project as one of its members sees it, with what this run creates there by mistake.
package struct OtherProject: Sendable {
    let cloud: Cloud
    let tracker: ResourceTracker

    package init(cloud: Cloud, tracker: ResourceTracker) {
        self.cloud = cloud
        self.tracker = tracker
    }
}

/// The latest calls of a test case that changed something, with the ids that find them in a log.
final class Changes: Sendable {
    private let lines = Mutex<[String]>([])

    func note(_ call: Transcript.Call) {
        guard call.method != .get, let id = call.requestID else { return }
        let path = call.url.split(separator: "/", maxSplits: 2).last.map { "/" + $0 } ?? call.url
        lines.withLock { lines in
            lines.append("\(call.method.rawValue) \(path): \(id)")
            if lines.count > 6 { lines.removeFirst() }
        }
    }

    var recent: [String] { lines.withLock { $0 } }
}
