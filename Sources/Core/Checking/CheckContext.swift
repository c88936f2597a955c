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

    /// What all test cases of this run that ask for `name` get from the first one's `body`.
    ///
    /// Resources that it creates belong to the test case that asked first.
    public func shared<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable (CheckContext) async throws -> Value
    ) async throws -> Value {
        try await facts.value(named: "shared \(name)") { try await body(self) }
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
