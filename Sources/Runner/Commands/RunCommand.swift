// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Runs checks against a cloud and reports.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Test a cloud and report.",
        discussion: """
            Progress goes to standard error. Without --output the report goes to standard output. \
            A run removes all resources that it created, also after Ctrl-C. If the program itself is \
            killed, run `\(CheckProgram.current.name) cleanup`.

            The headline, the last line and the exit status follow one verdict over all test cases \
            that ran: FAIL, MISSING, ABORT or PASS, the first that occurs. If a whole scope is assessed \
            in a version that certifies, the certificate's verdict (target main) comes first, and \
            --exit-status certificate makes the exit status follow the certificate alone.

            Example:
              \(CheckProgram.current.name) run volume-backup --cloud mycloud --output reports
            """)

    @OptionGroup(title: "What to test") var selection: SelectionOptions
    @OptionGroup(title: "What to test") var scope: ScopeOptions
    @OptionGroup(title: "Where to test") var target: CloudOptions
    @OptionGroup(title: "How to test") var checks: ChecksOptions

    @OptionGroup(title: "How to test") var plugins: PluginAccessOptions
    @OptionGroup(title: "Output") var reports: ReportOptions
    @OptionGroup(title: "How to test") var parameters: ParameterOptions
    @OptionGroup(title: "Secrets") var secrets: SecretOptions

    @OptionGroup(title: "Output") var recording: RecordOption
    @OptionGroup(title: "How to test") var limits: RunLimits

    func validate() throws {
        try scope.requireScope()
        try selection.requireNoDepth(scope)
        if reports.quiet && target.verbose {
            throw ValidationError("--quiet and --verbose contradict each other; omit one.")
        }
        guard (1...604_800).contains(timeLimit) else {
            throw ValidationError("--time-limit takes 1 to 604800 seconds, not \(timeLimit).")
        }
        if let totalTime, !(1...604_800).contains(totalTime) {
            throw ValidationError("--total-time takes 1 to 604800 seconds, not \(totalTime).")
        }
    }

    func run() async throws {
        let registry = try await CheckProgram.current.registry(with: checks)
        try plugins.refuseWhatNobodyTakes(registry)
        let plan =
            try scope.plan(
                registry, selectors: selection.standards, subject: target.subject, now: Date(),
                programs: true, timeLimit: timeLimit) ?? selection.plan(registry)
        try reports.check(plan)
        let parameters = try parameters.values(registry, plan, subject: target.subject)
        let folder = try reports.folder()
        let recording = try record.map { try RecordFile($0, overwrites: reports.overwrite) }
        let environment = ProcessInfo.processInfo.environment
        let relay = LineRelay()
        let session = try await Session(
            try target.choice(registry, plan, secrets), onLine: { relay.send($0) })
        let progress = Progress(
            isLive: Console.isInteractive(environment) && !session.isSimulated,
            isColoured: Console.isColoured(environment), isQuiet: reports.quiet,
            clock: session.clock, terminal: { Terminal(STDERR_FILENO, environment) },
            isASCII: Terminal.isASCII(environment))
        relay.receive { progress.line($0) }
        for warning in session.warnings { progress.line("warning: \(warning)") }
        if !session.isSimulated, let reminder = try StateFolder(journals).reminder() {
            progress.line("warning: \(reminder)")
        }

        let run = RunIdentity()
        var settings = CheckSettings(seed: run.seed)
        settings.timeLimit = .seconds(timeLimit)
        settings.readBack = readBack.readBack
        settings.parameters = parameters
        settings.pluginAccess = try plugins.access(session.simulation)
        let interruption = Interruption()
        let limit = RunLimit(totalTime.map { .seconds($0) })
        let work = Task { [settings] in
            try await RunLimit.$current.withValue(limit) {
                try await TimeBound.$current.withValue(TimeBound(perCall: .seconds(timeLimit))) {
                    try await carryOut(
                        plan, run, session, recording?.facts, settings, progress)
                }
            }
        }
        let end: @Sendable (String) -> Void = { why in
            progress.line("\(why): removing resources; a second signal ends at once.")
            session.ending.begin()
            work.cancel()
        }
        interruption.onFirst { end("Interrupted") }
        let timer = Task {
            // By the real clock, which users of a run wait by, whatever its cloud.
            try await limit.pass(on: ContinuousClock())
            end("The time limit of the run was reached")
        }
        defer { timer.cancel() }
        let report = try await work.value
        progress.finish()
        let isRecorded =
            try recording?.write(report, of: plan, setting: parameters, at: session.date()) ?? true
        try reports.deliver(
            report, folder, failure: isRecorded ? nil : "the record was not written")
        // Checked last, so that until here a second signal ends at once.
        let status = interruption.hasHappened ? 130 : Int32(report.exitStatus)
        throw ExitCode(isRecorded ? status : max(2, status))
    }

    private func carryOut(
        _ plan: Plan, _ identity: RunIdentity, _ session: Session, _ recording: FactRecording?,
        _ settings: CheckSettings, _ progress: Progress
    ) async throws -> Report {
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
        let engine = Engine(
            cloud: session.cloud,
            accounts: session.others.reduce(into: [:]) { accounts, other in
                guard let journal = journal.others[other.key] else { return }
                let tracker = ResourceTracker(
                    prefix: identity.prefix, journal: journal, date: session.date)
                accounts[other.key] = Account(cloud: other.value, tracker: tracker)
            }, plan: plan,
            tracker: ResourceTracker(
                prefix: identity.prefix, journal: journal.own, date: session.date),
            facts: FactStore(reading: session.cloud, recording: recording ?? plan.recording),
            settings: settings,
            onEvent: { progress.show($0) })
        let outcomes = await engine.run()
        if outcomes.allSatisfy({ $0.leftovers.isEmpty && $0.unresolved.isEmpty }) {
            for problem in journal.finish() { progress.line("warning: \(problem)") }
        } else if let sentence = outcomes.flatMap(\.unresolved).first {
            progress.line("warning: \(sentence)")
        }
        let subject = await session.subject()
        return Report(
            plan, outcomes,
            Report.Frame(
                toolVersion: Version.current, program: CheckProgram.current.versionedName,
                runID: identity.id, seed: identity.seed,
                selection: selection.standards, startedAt: started, endedAt: session.date(),
                duration: watch.elapsed, calls: session.counter.calls,
                retries: session.counter.retries,
                isInterrupted: Task.isCancelled && !RunLimit.current.isOver, subject: subject,
                exitStatusRule: reports.exitStatusRule))
    }
}
