// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// Carries out a plan: prerequisites, steps, roll back, outcome. The only station of a run that
/// touches the world.
package struct Engine: Sendable {
    let cloud: Cloud
    let other: OtherProject?
    let plan: Plan
    let tracker: ResourceTracker
    let settings: CheckSettings
    let onEvent: @Sendable (Event) -> Void
    /// How many test cases run at the same time, quota permitting.
    let concurrency = 3

    package init(
        cloud: Cloud, other: OtherProject?, plan: Plan, tracker: ResourceTracker,
        settings: CheckSettings, onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.cloud = cloud
        self.other = other
        self.plan = plan
        self.tracker = tracker
        self.settings = settings
        self.onEvent = onEvent
    }

    /// Runs everything that the plan runs; a cancelled task still cleans up and gives outcomes.
    package func run() async -> [TestcaseOutcome] {
        var headroom = Headroom.unlimited
        var refused: [String: Classification] = [:]
        for item in plan.items {
            guard case .run(let testcase) = item.disposition else { continue }
            do {
                for prerequisite in item.prerequisites {
                    if case .quota = prerequisite {
                        if headroom.isUnknown {
                            headroom = Headroom(try await cloud.blockStorage.quota())
                        }
                        if let lack = headroom.lack(for: testcase.need) { throw lack }
                    } else {
                        try await prerequisite.check(cloud)
                    }
                }
            } catch {
                refused[testcase.id] = Classification(of: error, judging: false)
            }
        }
        return await run(refused: refused, headroom: headroom)
    }

    private func run(
        refused: [String: Classification], headroom: Headroom
    ) async -> [TestcaseOutcome] {
        var headroom = headroom
        var outcomes: [String: TestcaseOutcome] = [:]
        var waiting = plan.runs
        await withTaskGroup(of: (TestcaseOutcome, Need).self) { group in
            var running = 0
            while !waiting.isEmpty || running > 0 {
                let next =
                    running < concurrency
                    ? waiting.firstIndex {
                        refused[$0.id] != nil || headroom.lack(for: $0.need) == nil || running == 0
                    } : nil
                if let next {
                    let testcase = waiting.remove(at: next)
                    if let refusal = refused[testcase.id] {
                        let outcome = unrun(testcase, refusal)
                        outcomes[testcase.id] = outcome
                        onEvent(.ended(outcome))
                        continue
                    }
                    headroom.take(testcase.need)
                    running += 1
                    group.addTask { (await run(testcase), testcase.need) }
                } else if let (outcome, need) = await group.next() {
                    running -= 1
                    headroom.giveBack(need)
                    outcomes[outcome.id] = outcome
                    onEvent(.ended(outcome))
                }
            }
        }
        return plan.items.map { item in
            outcomes[item.entry.id] ?? Self.missing(item)
        }
    }

    private func run(_ testcase: Testcase) async -> TestcaseOutcome {
        onEvent(.began(testcase: testcase.id))
        let started = cloud.date()
        let stopwatch = Stopwatch(cloud.clock)
        let changes = Changes()
        let context = CheckContext(
            cloud: cloud.observed(by: changes.note), other: other, settings: settings,
            testcase: testcase, tracker: tracker, changes: changes, onEvent: onEvent)
        var ending: Classification?
        do {
            try await testcase.run(context)
        } catch let judged as CheckContext.Judged {
            ending = judged.classification
        } catch {
            ending = Classification(of: error, judging: false)
        }
        let leftovers = await Janitor(
            tracker: tracker, cloud: cloud, limit: settings.timeLimit
        ) { onEvent(.tracked(testcase: testcase.id, $0)) }.clean(only: context.owned)
        let elsewhere = await cleanOtherProject()
        var outcome = context.outcome(ending)
        outcome.startedAt = started
        outcome.duration = stopwatch.elapsed
        outcome.leftovers = leftovers + elsewhere
        if !outcome.leftovers.isEmpty && outcome.reason == nil {
            outcome.reason = .leftovers
            outcome.message =
                "All demands are met, but \(outcome.leftovers.count) "
                + "\(outcome.leftovers.count == 1 ? "resource" : "resources") could not be removed."
            outcome.advice = "Remove the leftovers by hand, or run scs-check cleanup later."
        }
        return outcome
    }

    private func cleanOtherProject() async -> [Leftover] {
        guard let other else { return [] }
        return await Janitor(tracker: other.tracker, cloud: other.cloud, limit: settings.timeLimit)
            .clean()
    }

    private func unrun(_ testcase: Testcase, _ refusal: Classification) -> TestcaseOutcome {
        TestcaseOutcome(
            id: testcase.id, verdict: refusal.verdict, reason: refusal.reason,
            message: refusal.message, advice: refusal.advice, evidence: refusal.evidence,
            steps: testcase.steps.map { StepOutcome(step: $0, state: .notReached) })
    }

    private static func missing(_ item: Plan.Item) -> TestcaseOutcome {
        let (reason, message): (Reason, String) =
            switch item.disposition {
            case .manual:
                (.manual, "It cannot be tested from outside; an assessor must look at it.")
            case .notSelected(let why): (.notSelected, "It was not selected: \(why).")
            case .notImplemented: (.notApplicable, "No module of this program implements it.")
            case .run: (.internal, "It was to run and did not.")
            }
        return TestcaseOutcome(
            id: item.entry.id, verdict: .missing, reason: reason, message: message,
            steps: (item.testcase?.steps ?? []).map { StepOutcome(step: $0, state: .notReached) })
    }
}

/// What of a project's quota the test cases of this run may still take.
struct Headroom: Sendable {
    private var quota: QuotaSet?
    private var taken: [String: Int] = [:]

    static let unlimited = Headroom(nil)

    init(_ quota: QuotaSet?) {
        self.quota = quota
    }

    var isUnknown: Bool { quota == nil }

    mutating func take(_ need: Need) {
        taken.merge(need.amounts, uniquingKeysWith: +)
    }

    mutating func giveBack(_ need: Need) {
        taken.merge(need.amounts.mapValues { -$0 }, uniquingKeysWith: +)
    }

    /// Nil where `need` fits; else which figures are too small, with all their numbers.
    func lack(for need: Need) -> Finding? {
        guard let quota else { return nil }
        var lacking: [String] = []
        var lines: [Evidence] = []
        for (name, amount) in need.amounts.sorted(by: { $0.key < $1.key }) {
            guard let figure = quota.figures[name], let left = figure.left else { continue }
            lines.append(
                Evidence(
                    .quota,
                    "\(name): \(amount) needed, \(left) left "
                        + "(limit \(figure.limit), in use \(figure.inUse + figure.reserved))"))
            if left - taken[name, default: 0] < amount {
                lacking.append("\(name) (\(amount) needed, \(left) left of \(figure.limit))")
            }
        }
        guard !lacking.isEmpty else { return nil }
        return Finding(
            .quota, "The project's quota has no room for \(lacking.joined(separator: ", ")).",
            advice: "Free resources in the project or raise its quota, then run again.",
            evidence: lines)
    }
}
