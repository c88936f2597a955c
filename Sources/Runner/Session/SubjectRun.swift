// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// Tests one subject: carries the plan out, within its time, and cleans up when it must end.
struct SubjectRun: Sendable {
    let plan: Plan
    let session: Session
    let settings: CheckSettings
    let identity: RunIdentity
    var recording: FactRecording?
    /// The folder for journals; nil: the usual one.
    var journals: String?
    var selection: [String] = []
    var excluded: [String] = []
    var exitStatusRule = Report.ExitStatusRule.all
    /// The time limit of the whole run.
    var totalTime: Duration?
    let onEvent: @Sendable (Event) -> Void
    /// Warnings and the like, a line each.
    let onLine: @Sendable (String) -> Void

    /// Runs to the end, also when the task is cancelled: then it cleans up and reports what it reached.
    func report() async throws -> Report {
        let limit = RunLimit(totalTime)
        let work = Task {
            try await RunLimit.$current.withValue(limit) {
                try await TimeBound.$current.withValue(TimeBound(perCall: settings.timeLimit)) {
                    try await carryOut()
                }
            }
        }
        let timer = Task {
            // By the real clock, which users of a run wait by, whatever its cloud.
            try await limit.pass(on: ContinuousClock())
            onLine(
                "The time limit of the run was reached: removing resources; a second signal ends at once."
            )
            session.ending.begin()
            work.cancel()
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await work.value
        } onCancel: {
            session.ending.begin()
            work.cancel()
        }
    }

    private func carryOut() async throws -> Report {
        let started = session.date()
        let watch = Stopwatch(session.clock)
        let journal: Journals
        do {
            journal = try await Journals(
                identity, session, folder: session.isSimulated ? nil : try StateFolder(journals))
        } catch let error as JournalError {
            throw ValidationError(
                "Nothing was started, as no journal can be written. \(error) "
                    + "Set another folder with --journals.")
        }
        let outcomes = await engine(journal).run()
        if outcomes.allSatisfy({ $0.leftovers.isEmpty && $0.unresolved.isEmpty }) {
            for problem in journal.finish() { onLine("warning: \(problem)") }
        } else if let sentence = outcomes.flatMap(\.unresolved).first {
            onLine("warning: \(sentence)")
        }
        let subject = await session.subject()
        return Report(
            plan, outcomes,
            Report.Frame(
                toolVersion: Version.current, program: CheckProgram.current.versionedName,
                runID: identity.id, seed: identity.seed, selection: selection, excluded: excluded,
                parameters: settings.parameters.texts.mapValues(session.cloud.vault.clean),
                startedAt: started, endedAt: session.date(), duration: watch.elapsed,
                calls: session.counter.calls, retries: session.counter.retries,
                isInterrupted: Task.isCancelled && !RunLimit.current.isOver, subject: subject,
                exitStatusRule: exitStatusRule))
    }

    private func engine(_ journal: Journals) -> Engine {
        func tracker(_ sink: any JournalSink) -> ResourceTracker {
            ResourceTracker(prefix: identity.prefix, journal: sink, date: session.date)
        }
        return Engine(
            cloud: session.cloud,
            accounts: session.others.reduce(into: [:]) { accounts, other in
                guard let journal = journal.others[other.key] else { return }
                accounts[other.key] = Account(cloud: other.value, tracker: tracker(journal))
            }, plan: plan, tracker: tracker(journal.own),
            facts: FactStore(reading: session.cloud, recording: recording ?? plan.recording),
            settings: settings, onEvent: onEvent)
    }
}
