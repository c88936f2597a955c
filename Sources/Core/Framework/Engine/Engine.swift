// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Support
package import OpenStack

/// Carries out a plan: prerequisites, steps, roll back, outcome. The only station of a run that
/// touches the world.
package struct Engine: Sendable {
    let cloud: Cloud
    let accounts: [Persona: Account]
    let plan: Plan
    let tracker: ResourceTracker
    let facts: FactStore
    let settings: CheckSettings
    let onEvent: @Sendable (Event) -> Void
    /// How many test cases run at the same time, quota permitting.
    let concurrency = 3

    package init(
        cloud: Cloud, accounts: [Persona: Account] = [:], plan: Plan, tracker: ResourceTracker,
        facts: FactStore? = nil, settings: CheckSettings,
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.cloud = cloud
        self.accounts = accounts
        self.plan = plan
        self.tracker = tracker
        self.facts = facts ?? FactStore(reading: cloud)
        self.settings = settings
        self.onEvent = { [vault = cloud.vault] in onEvent($0.cleaned(by: vault)) }
    }

    /// Runs everything that the plan runs; a cancelled task still cleans up and gives outcomes.
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
            .map { $0.advised.cleaned(by: cloud.vault) }
    }

    /// Test cases that take nothing of a quota wait for nothing but the cloud.
    ///
    /// Those that create something make several calls, each after the one before: they go first at
    /// every turn, and the calls of the others fit beside them.
    private func runAtOnce(_ items: [Plan.Item]) async -> [String: TestcaseOutcome] {
        await withTaskGroup(of: TestcaseOutcome?.self) { group in
            for item in items {
                group.addTask(priority: item.creates ? .high : nil) { await run(item) }
            }
            return await group.reduce(into: [:]) { outcomes, outcome in
                guard let outcome else { return }
                outcomes[outcome.id] = outcome
                onEvent(.ended(outcome))
            }
        }
    }

    private func run(_ item: Plan.Item) async -> TestcaseOutcome? {
        guard case .run(let testcase) = item.disposition else { return nil }
        do {
            for prerequisite in item.prerequisites { try await prerequisite.check(cloud, facts) }
        } catch {
            return unrun(testcase, Conclusion(of: error, judging: false))
        }
        return await run(testcase)
    }

    /// Test cases that create what a quota counts: a few at a time, as many as fit.
    private func runMetered(_ items: [Plan.Item]) async -> [String: TestcaseOutcome] {
        var quotaBudget = QuotaBudget.unlimited
        var refused: [String: Conclusion] = [:]
        for item in items {
            guard case .run(let testcase) = item.disposition else { continue }
            do {
                for prerequisite in item.prerequisites {
                    if case .quota = prerequisite {
                        if quotaBudget.isUnknown {
                            quotaBudget = QuotaBudget(try await cloud.blockStorage.quota())
                        }
                        if let lack = quotaBudget.lack(for: testcase.need) { throw lack }
                    } else {
                        try await prerequisite.check(cloud, facts)
                    }
                }
            } catch {
                refused[testcase.id] = Conclusion(of: error, judging: false)
            }
        }
        return await run(items.compactMap(\.runs), refused: refused, quotaBudget: quotaBudget)
    }

    private func run(
        _ testcases: [Testcase], refused: [String: Conclusion], quotaBudget: QuotaBudget
    ) async -> [String: TestcaseOutcome] {
        var quotaBudget = quotaBudget
        var outcomes: [String: TestcaseOutcome] = [:]
        var waiting = testcases
        await withTaskGroup(of: (TestcaseOutcome, Need).self) { group in
            var running = 0
            while !waiting.isEmpty || running > 0 {
                let next =
                    running < concurrency
                    ? waiting.firstIndex {
                        refused[$0.id] != nil || quotaBudget.lack(for: $0.need) == nil
                            || running == 0
                    } : nil
                if let next {
                    let testcase = waiting.remove(at: next)
                    if let refusal = refused[testcase.id] {
                        let outcome = unrun(testcase, refusal)
                        outcomes[testcase.id] = outcome
                        onEvent(.ended(outcome))
                        continue
                    }
                    quotaBudget.take(testcase.need)
                    running += 1
                    group.addTask { (await run(testcase), testcase.need) }
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

    /// Programs of the scope, one after another: they know nothing of each other.
    private func runExternal() async -> [String: TestcaseOutcome] {
        var outcomes: [String: TestcaseOutcome] = [:]
        for program in plan.programs {
            for outcome in await program.run(date: cloud.date) {
                outcomes[outcome.id] = outcome
                onEvent(.ended(outcome))
            }
        }
        return outcomes
    }

    private func run(_ testcase: Testcase) async -> TestcaseOutcome {
        onEvent(.began(testcase: testcase.id))
        // Of recorded facts it is the time at which they were true.
        let started = facts.date()
        let stopwatch = Stopwatch(cloud.clock)
        let recentWrites = RecentWrites()
        let context = CheckContext(
            cloud: cloud.observed(by: recentWrites.note), accounts: accounts,
            settings: settings, testcase: testcase, facts: facts, tracker: tracker,
            recentWrites: recentWrites, onEvent: onEvent)
        var ending: Conclusion?
        do {
            try await testcase.run(context)
        } catch {
            ending = Conclusion(of: error, judging: false)
        }
        let leftovers = await clean(up: context)
        var outcome = context.outcome(ending)
        outcome.startedAt = started
        outcome.duration = stopwatch.elapsed
        outcome.add(leftovers)
        return outcome
    }

    /// Removes what the test case has created, whoever it was for; returns what stays.
    private func clean(up context: CheckContext) async -> [Leftover] {
        var leftovers: [Leftover] = []
        // What personas made of each other's things goes before those things do.
        for persona in Persona.allCases.reversed() + [nil] {
            let owned = context.owned(by: persona)
            guard !owned.isEmpty, let account = account(of: persona) else { continue }
            leftovers += await Janitor(
                tracker: account.tracker, cloud: account.cloud, limit: settings.timeLimit
            ) { [id = context.testcase.id] in onEvent(.tracked(testcase: id, $0)) }
            .clean(only: owned)
        }
        return leftovers
    }

    func account(of persona: Persona?) -> Account? {
        guard let persona else { return Account(cloud: cloud, tracker: tracker) }
        return accounts[persona]
    }

    private func unrun(_ testcase: Testcase, _ refusal: Conclusion) -> TestcaseOutcome {
        TestcaseOutcome(
            id: testcase.id, conclusion: refusal,
            steps: testcase.steps.map { StepOutcome(step: $0, state: .notReached) })
    }
}
