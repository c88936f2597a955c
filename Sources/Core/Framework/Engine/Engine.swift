// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSOpenStack
import SCSSupport

/// Carries out a plan: prerequisites, steps, roll back, outcome; only this touches the world.
package struct EngineOf<Subject: SCSCheck.Subject>: Sendable {
    let account: Subject.Account
    let accounts: [Subject.Persona: Subject.Account]
    let plan: PlanOf<Subject>
    let facts: FactStoreOf<Subject>
    let settings: CheckSettings
    let onEvent: @Sendable (Event) -> Void
    private let others: [Subject.Persona: Subject]
    /// In the order of cleanup; nil is the run's own credential.
    let personas: [Subject.Persona?]
    /// How many test cases run at once, quota permitting.
    let concurrency = 3

    /// - Parameter accounts: the credentials of other personas, if any.
    package init(
        account: Subject.Account, accounts: [Subject.Persona: Subject.Account] = [:],
        plan: PlanOf<Subject>, facts: FactStoreOf<Subject>? = nil, settings: CheckSettings,
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.account = account
        self.accounts = accounts
        others = accounts.mapValues(\.subject)
        personas = accounts.keys.sorted().reversed() + [nil]
        self.plan = plan
        self.facts =
            facts ?? FactStoreOf(reading: account.subject, recording: plan.recording)
        self.settings = settings
        self.onEvent = { [vault = account.subject.vault] in onEvent($0.cleaned(by: vault)) }
    }

    private var subject: Subject { account.subject }

    /// Runs everything in the plan; a cancelled task still cleans up and returns outcomes.
    package func run() async -> [TestcaseOutcome] {
        await TimeBound.$current.withValue(TimeBound(perCall: settings.timeLimit)) {
            await runAll()
        }
    }

    private func runAll() async -> [TestcaseOutcome] {
        async let external = runExternal()
        async let unmetered = runAtOnce(plan.items.filter { !$0.isMetered })
        async let metered = runMetered(plan.items.filter(\.isMetered))
        let outcomes = await external.merging(unmetered) { $1 }.merging(metered) { $1 }
        return await closing(plan.items.map { outcomes[$0.entry.id] ?? $0.unrun })
            .map { $0.advised.cleaned(by: subject.vault) }
    }

    /// Runs test cases that need no quota; they wait only for the cloud.
    ///
    /// Those that create something make several calls in sequence: they come first in every turn,
    /// so that the calls of the others fit beside them.
    private func runAtOnce(_ items: [PlanOf<Subject>.Item]) async -> [String: TestcaseOutcome] {
        await withTaskGroup(of: TestcaseOutcome?.self) { group in
            for item in items {
                group.addTask(priority: item.creates ? .high : nil) { await attempt(item) }
            }
            return await group.reduce(into: [:]) { outcomes, outcome in
                guard let outcome else { return }
                outcomes[outcome.id] = outcome
                onEvent(.ended(outcome))
            }
        }
    }

    /// Runs a test case if its prerequisites hold; nil if the plan does not run it.
    private func attempt(_ item: PlanOf<Subject>.Item) async -> TestcaseOutcome? {
        guard let testcase = item.runs else { return nil }
        do {
            try await CallOrigin.$current.withValue(.testcase(testcase.id)) {
                for prerequisite in item.prerequisites {
                    try await prerequisite.check(subject, facts, others: others)
                }
            }
        } catch {
            return unrun(testcase, Conclusion(of: error, judging: false))
        }
        return await carryOut(testcase, item.cleanUp)
    }

    /// Runs test cases that need quota: a few at a time, as many as fit.
    private func runMetered(_ items: [PlanOf<Subject>.Item]) async -> [String: TestcaseOutcome] {
        var quotaBudget = QuotaBudget.unlimited
        var refused: [String: Conclusion] = [:]
        for item in items {
            guard let testcase = item.runs else { continue }
            do {
                for prerequisite in item.prerequisites {
                    if prerequisite.isQuota {
                        if quotaBudget.isUnlimited { quotaBudget = try await subject.quotaBudget() }
                        if let lack = quotaBudget.lack(for: testcase.need) { throw lack }
                    } else {
                        try await CallOrigin.$current.withValue(.testcase(testcase.id)) {
                            try await prerequisite.check(subject, facts, others: others)
                        }
                    }
                }
            } catch {
                refused[testcase.id] = Conclusion(of: error, judging: false)
            }
        }
        return await shareOut(items, refused: refused, quotaBudget: quotaBudget)
    }

    /// Runs test cases as the quota budget allows, at most `concurrency` at a time.
    private func shareOut(
        _ items: [PlanOf<Subject>.Item], refused: [String: Conclusion], quotaBudget: QuotaBudget
    ) async -> [String: TestcaseOutcome] {
        var quotaBudget = quotaBudget
        var outcomes: [String: TestcaseOutcome] = [:]
        var waiting = items.compactMap { item in item.runs.map { (testcase: $0, item: item) } }
        await withTaskGroup(of: (TestcaseOutcome, Need).self) { group in
            var running = 0
            while !waiting.isEmpty || running > 0 {
                let next =
                    running < concurrency
                    ? waiting.firstIndex {
                        refused[$0.testcase.id] != nil
                            || quotaBudget.lack(for: $0.testcase.need) == nil || running == 0
                    } : nil
                if let next {
                    let (testcase, item) = waiting.remove(at: next)
                    if let refusal = refused[testcase.id] {
                        let outcome = unrun(testcase, refusal)
                        outcomes[testcase.id] = outcome
                        onEvent(.ended(outcome))
                        continue
                    }
                    quotaBudget.take(testcase.need)
                    running += 1
                    group.addTask { (await carryOut(testcase, item.cleanUp), testcase.need) }
                } else if let (outcome, need) = await group.next() {
                    running -= 1
                    quotaBudget.giveBack(need)
                    outcomes[outcome.id] = outcome
                    onEvent(.ended(outcome))
                }
            }
        }
        return outcomes
    }

    /// Runs the scope's external programs one after another, as they do not know of each other.
    private func runExternal() async -> [String: TestcaseOutcome] {
        var outcomes: [String: TestcaseOutcome] = [:]
        for program in plan.programs {
            for outcome in await program.run(date: subject.date) {
                outcomes[outcome.id] = outcome
                onEvent(.ended(outcome))
            }
        }
        return outcomes
    }

    private func carryOut(
        _ testcase: TestcaseOf<Subject>,
        _ cleanUp: @escaping @Sendable (CheckContextOf<Subject>) async throws -> Void
    ) async -> TestcaseOutcome {
        await CallOrigin.$current.withValue(.testcase(testcase.id)) {
            await carryOutNow(testcase, cleanUp)
        }
    }

    private func carryOutNow(
        _ testcase: TestcaseOf<Subject>,
        _ cleanUp: @escaping @Sendable (CheckContextOf<Subject>) async throws -> Void
    ) async -> TestcaseOutcome {
        onEvent(.began(testcase: testcase.id))
        // For recorded facts this is the time of their reading.
        let started = facts.date()
        let stopwatch = Stopwatch(subject.clock)
        let context = CheckContextOf(
            account: account, accounts: accounts, settings: settings, testcase: testcase,
            facts: facts, recentWrites: RecentWrites(), onEvent: onEvent)
        var ending: Conclusion?
        do {
            try await testcase.run(context)
        } catch {
            ending = Conclusion(of: error, judging: false)
        }
        let problem = await finish(context, cleanUp)
        let leftovers = await clean(up: context)
        var outcome = context.outcome(ending)
        outcome.startedAt = started
        outcome.duration = stopwatch.elapsed
        outcome.add(leftovers)
        if let problem { outcome.notes.append(problem) }
        return outcome
    }

    /// Lets the module clean up what no `create` has journalled; returns the error that prevented
    /// it.
    private func finish(
        _ context: CheckContextOf<Subject>,
        _ cleanUp: @escaping @Sendable (CheckContextOf<Subject>) async throws -> Void
    ) async -> String? {
        // Its own task, so that an interrupted run still cleans up.
        await Task {
            do {
                try await cleanUp(context)
                return nil
            } catch {
                return "The module's own cleanup failed: \(error.formatted)"
            }
        }.value
    }

    /// Removes what the test case created for any persona; returns the leftovers.
    private func clean(up context: CheckContextOf<Subject>) async -> [Leftover] {
        var leftovers: [Leftover] = []
        // Resources on which personas acted for each other go before the resources themselves.
        for persona in personas {
            let owned = context.owned(by: persona)
            guard !owned.isEmpty, let account = account(of: persona) else { continue }
            leftovers += await account.clean(owned, limit: settings.timeLimit) {
                [onEvent, id = context.testcase.id] in onEvent(.tracked(testcase: id, $0))
            }
        }
        return leftovers
    }

    func account(of persona: Subject.Persona?) -> Subject.Account? {
        persona.map { accounts[$0] } ?? account
    }

    private func unrun(_ testcase: TestcaseOf<Subject>, _ refusal: Conclusion) -> TestcaseOutcome {
        TestcaseOutcome(
            id: testcase.id, conclusion: refusal,
            steps: testcase.steps.map { StepOutcome(step: $0, state: .notReached) })
    }
}
