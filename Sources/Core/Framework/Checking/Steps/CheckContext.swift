// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSOpenStack
import SCSSupport
import Synchronization

/// One test case's view of a run: its subject, and where it records its findings.
public final class CheckContextOf<Subject: SCSCheck.Subject>: Sendable {
    /// What has happened so far, whichever persona acted.
    private final class Log: Sendable {
        struct State {
            var steps: [(state: StepState, duration: Duration)] = []
            var evidence: [Evidence] = []
            var notes: [String] = []
            /// Why the outcome is no PASS even if every step passes.
            var reservation: Finding?
            /// Journal numbers of created resources, by the persona that owns the journal; nil is
            /// the run's own.
            var owned: [Subject.Persona?: Set<Int>] = [:]
        }

        private let state = Mutex(State())

        func withLock<Value>(_ body: (inout sending State) -> sending Value) -> sending Value {
            state.withLock(body)
        }
    }

    /// The subject, as the acting persona sees it.
    public let subject: Subject
    /// The settings of the run.
    public let settings: CheckSettings
    let testcase: TestcaseOf<Subject>
    let facts: FactStoreOf<Subject>
    let account: Subject.Account
    let recentWrites: RecentWrites
    let onEvent: @Sendable (Event) -> Void
    private let accounts: [Subject.Persona: Subject.Account]
    /// The acting persona; nil is the run's own credential.
    private let persona: Subject.Persona?
    private let log: Log

    init(
        account: Subject.Account, accounts: [Subject.Persona: Subject.Account],
        settings: CheckSettings, testcase: TestcaseOf<Subject>, facts: FactStoreOf<Subject>,
        recentWrites: RecentWrites, onEvent: @escaping @Sendable (Event) -> Void
    ) {
        subject = account.subject.observed(byChange: recentWrites.note)
        self.account = account
        self.accounts = accounts
        persona = nil
        log = Log()
        self.settings = settings
        self.testcase = testcase
        self.facts = facts
        self.recentWrites = recentWrites
        self.onEvent = onEvent
    }

    private init(
        _ base: CheckContextOf, acting persona: Subject.Persona, _ account: Subject.Account
    ) {
        subject = account.subject.observed(byChange: base.recentWrites.note)
        self.account = account
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

    /// Whether the run has a credential of the persona.
    public func has(_ persona: Subject.Persona) -> Bool { accounts[persona] != nil }

    /// The same test case as another persona; nil if the run has no credential of it.
    func acting(_ persona: Subject.Persona) -> CheckContextOf? {
        accounts[persona].map { CheckContextOf(self, acting: persona, $0) }
    }

    /// Adds evidence for the verdict.
    public func record(_ evidence: Evidence) {
        log.withLock { $0.evidence.append(evidence) }
    }

    /// Adds a note for readers of the report that is no finding.
    public func note(_ text: String) {
        log.withLock { $0.notes.append(text) }
        onEvent(.note(testcase: testcase.id, text))
    }

    /// Keeps the test case from passing: it ends as this ABORT unless something worse is found.
    ///
    /// Later steps still run, as a disproof outweighs this.
    package func withholdPass(because finding: Finding) {
        log.withLock { $0.reservation = $0.reservation ?? finding }
    }

    /// The result of the first `body` for `name` in this run, for all test cases that request it.
    ///
    /// Resources that it creates belong to the first test case that requested it.
    public func shared<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable (CheckContextOf) async throws -> Value
    ) async throws -> Value {
        try await facts.value(named: "shared \(name)") { try await body(self) }
    }

    /// Runs what a requirement rests on without being one, such as making the data that will be backed up.
    ///
    /// In a step that requires something, too, its failure says nothing about the requirement.
    public func preparing<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch {
            throw Judged(conclusion: Conclusion(of: error, judging: false))
        }
    }

    // MARK: What the engine does

    /// Carries out one declared step and records how far it came.
    func carryOut<T: Sendable>(
        _ index: Int, _ body: () async throws -> T
    ) async throws -> T {
        let step = testcase.steps[index]
        let stopwatch = Stopwatch(subject.clock)
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

    /// Remembers the journal number of a resource that is about to be created.
    func remember(_ number: Int) {
        log.withLock { [persona] log in _ = log.owned[persona, default: []].insert(number) }
    }

    /// Journal numbers of what this test case has tried to create with that persona's credential.
    func owned(by persona: Subject.Persona?) -> Set<Int> {
        log.withLock { $0.owned[persona] ?? [] }
    }
}
