// SPDX-License-Identifier: Apache-2.0
import Synchronization
import Support
import HTTP
public import OpenStack

/// What a run may be told about how to test.
public struct CheckSettings: Sendable {
    /// The longest that one operation of the cloud may take.
    public var timeLimit: Duration = .seconds(1800)
    /// Bytes in what the cloud calls a GiB; a simulated cloud may have smaller ones.
    public var gibibyte: Int64 = 1 << 30
    /// How much of what comes back is read and compared.
    public var readBack = ReadBack.sample
    /// The name of the image that a guest boots; nil: the newest Debian or Ubuntu on offer.
    public var guestImage: String?
    /// Where a guest gets packages from that its image lacks; nil: as the image is configured.
    public var packageMirror: String?
    /// The role that a domain's manager may give to others.
    public var managedRole = "member"
    /// Where pseudo-random content starts from, new for each run.
    public var seed: UInt64

    /// What advice may tell an operator to choose.
    public enum Option: String, Sendable, CaseIterable {
        case guestImage = "the guest image"
        case packageMirror = "the package mirror"
        case managedRole = "the managed role"
    }

    /// What whoever starts the run calls its options, such as `--guest-image NAME`.
    public var optionNames: [Option: String] = [:]

    /// Default settings with this seed for data.
    public init(seed: UInt64) {
        self.seed = seed
    }

    /// How advice refers to an option.
    public func name(of option: Option) -> String { optionNames[option] ?? option.rawValue }
}

/// One test case's view of the run: it reads through `cloud` and creates through `create`.
public final class CheckContext: Sendable {
    /// What has happened so far, whoever acted.
    private final class Log: Sendable {
        struct State {
            var steps: [(state: StepState, duration: Duration)] = []
            var evidence: [Evidence] = []
            var notes: [String] = []
            /// Why it is no PASS even where every step passes.
            var reservation: Finding?
            /// Journal numbers of what was created, by whose journal it is: nil is the run's own.
            var owned: [Persona?: Set<Int>] = [:]
        }

        private let state = Mutex(State())

        func withLock<Value>(_ body: (inout sending State) -> sending Value) -> sending Value {
            state.withLock(body)
        }
    }

    /// The cloud under test, for reading.
    public let cloud: Cloud
    /// The settings of the run.
    public let settings: CheckSettings
    let testcase: Testcase
    let facts: FactStore
    let tracker: ResourceTracker
    let recentWrites: RecentWrites
    let onEvent: @Sendable (Event) -> Void
    private let accounts: [Persona: Account]
    /// Who acts; nil: the run's own credential.
    private let persona: Persona?
    private let log: Log

    init(
        cloud: Cloud, accounts: [Persona: Account], settings: CheckSettings, testcase: Testcase,
        facts: FactStore, tracker: ResourceTracker, recentWrites: RecentWrites,
        onEvent: @escaping @Sendable (Event) -> Void
    ) {
        self.cloud = cloud
        self.accounts = accounts
        persona = nil
        log = Log()
        self.settings = settings
        self.testcase = testcase
        self.facts = facts
        self.tracker = tracker
        self.recentWrites = recentWrites
        self.onEvent = onEvent
    }

    private init(_ base: CheckContext, acting persona: Persona, _ account: Account) {
        cloud = account.cloud.observed(by: base.recentWrites.note)
        tracker = account.tracker
        self.persona = persona
        accounts = base.accounts
        log = base.log
        settings = base.settings
        testcase = base.testcase
        facts = base.facts
        recentWrites = base.recentWrites
        onEvent = base.onEvent
    }

    // MARK: What a check does

    /// Whether the run was given a credential of the persona.
    public func has(_ persona: Persona) -> Bool { accounts[persona] != nil }

    /// The same test case as another persona; throws an ABORT where the run has no credential of it.
    public func acting(as persona: Persona) throws -> CheckContext {
        guard let account = accounts[persona] else {
            throw Finding(
                .notApplicable, "The run has no credential for \(persona.title).",
                advice: "Name its entry of clouds.yaml with --\(persona.option).")
        }
        return CheckContext(self, acting: persona, account)
    }

    /// Adds to what the verdict rests on.
    public func record(_ evidence: Evidence) {
        log.withLock { $0.evidence.append(evidence) }
    }

    /// Tells the reader of the report something that is no finding.
    public func note(_ text: String) {
        log.withLock { $0.notes.append(text) }
        onEvent(.note(testcase: testcase.id, text))
    }

    /// Keeps the test case from passing: where nothing worse is found, it ends as this ABORT.
    ///
    /// The steps go on, as a disproof that comes later weighs more.
    func withholdPass(because finding: Finding) {
        log.withLock { $0.reservation = $0.reservation ?? finding }
    }

    /// Creates a resource, journalled and tracked; returns once the cloud has accepted it.
    ///
    /// `witness` looks for it where its creator may not.
    public func create<R>(
        _ draft: Draft<R>, seenBy witness: CheckContext? = nil
    ) async throws -> Owned<R> {
        try await tracker.create(
            draft, in: cloud, seenBy: witness?.cloud, for: testcase.id
        ) { [log, persona] n in
            log.withLock { _ = $0.owned[persona, default: []].insert(n) }
        } onEvent: { [id = testcase.id, onEvent] event in
            onEvent(.tracked(testcase: id, event))
        }
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

    /// Runs what a demand rests on without being one, such as making the data that will be backed up.
    ///
    /// In a step that requires something, too, its failure says nothing about the demand.
    public func preparing<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch {
            throw Judged(conclusion: Conclusion(of: error, judging: false))
        }
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
        } catch let ending as NothingToTest {
            end(.passed)
            throw ending
        } catch {
            let conclusion = Conclusion(of: error, judging: step.role == .require)
            end(conclusion.verdict == .fail ? .failed : .aborted)
            throw Judged(conclusion: conclusion)
        }
    }

    /// An error with what it means where it happened.
    struct Judged: Error {
        var conclusion: Conclusion
    }

    /// The outcome of the test case, given how its scenario ended.
    func outcome(_ ending: Conclusion?) -> TestcaseOutcome {
        log.withLock { log in
            var conclusion =
                ending ?? log.reservation.map { Conclusion(of: $0, judging: false) } ?? .pass
            conclusion.finding?.evidence += recentWrites.recent.map { Evidence(.request, $0) }
            let steps = testcase.steps.enumerated().map { index, step in
                index < log.steps.count
                    ? StepOutcome(
                        step: step, state: log.steps[index].state,
                        duration: log.steps[index].duration)
                    : StepOutcome(step: step, state: .notReached, duration: nil)
            }
            return TestcaseOutcome(
                id: testcase.id, conclusion: conclusion, recorded: log.evidence, notes: log.notes,
                steps: steps)
        }
    }

    /// Journal numbers of what this test case has tried to create with that persona's credential.
    func owned(by persona: Persona?) -> Set<Int> { log.withLock { $0.owned[persona] ?? [] } }
}

/// The latest calls of a test case that changed something, with the ids that find them in a log.
final class RecentWrites: Sendable {
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
