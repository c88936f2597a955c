// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

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
            --exit-status certificate makes the exit status follow the certificate alone. If the report \
            cannot be handed over as requested (--record, --evidence, --monitor), it is at least 2.

            Example:
              \(CheckProgram.current.name) run volume-backup --cloud mycloud --output reports
            """)

    @OptionGroup(title: "What to test") var selection: SelectionOptions
    @OptionGroup(title: "What to test") var scope: ScopeOptions
    @OptionGroup(title: "Where to test") var target: CloudOptions
    @OptionGroup(title: "Where to test") var fleet: FleetOptions
    @OptionGroup(title: "How to test") var checks: ChecksOptions

    @OptionGroup(title: "How to test") var plugins: PluginAccessOptions
    @OptionGroup(title: "Output") var reports: ReportOptions
    @OptionGroup(title: "Output") var waivers: WaiverOptions
    @OptionGroup(title: "Output") var keeping: KeepingOptions
    @OptionGroup(title: "How to test") var parameters: ParameterOptions
    @OptionGroup(title: "Secrets") var secrets: SecretOptions
    @OptionGroup(title: "Output") var bundle: EvidenceOption
    @OptionGroup(title: "Output") var monitor: MonitorOptions
    @OptionGroup(title: "Output") var key: KeyOptions

    @OptionGroup(title: "Output") var recording: RecordOption
    @OptionGroup(title: "How to test") var limits: RunLimits

    func validate() throws {
        // A preset may name the scope, and what signs and takes reports.
        if !fleet.namesSubjects {
            try scope.requireScope()
            try handingOver.requireEffect()
        }
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
        if fleet.isUsed || target.clouds.count > 1 { return try await runFleet() }
        try fleet.requireSubjects()
        let registry = try await CheckProgram.current.registry(with: checks)
        try plugins.refuseWhatNobodyTakes(registry)
        let plan =
            try scope.plan(
                registry, selectors: selection.standards, excluding: selection.exclude,
                subject: target.subject, now: Date(),
                programs: true, timeLimit: timeLimit) ?? selection.plan(registry)
        try reports.check(plan)
        let parameters = try parameters.values(registry, plan, subject: target.subject)
        let waivers = try waivers.read()
        let folder = try reports.folder()
        let keeping = try keeping.prepare(overwrites: reports.overwrite)
        let recording = try record.map { try RecordFile($0, overwrites: reports.overwrite) }
        let handover = try await HandoverFailure.telling {
            try await RunHandover(
                handingOver, plan: plan, subject: target.subject, requiresTLS: target.requiresTLS,
                overwrites: reports.overwrite)
        }
        let environment = ProcessInfo.processInfo.environment
        let relay = LineRelay()
        var choice = try target.choice(registry, plan, secrets)
        choice.log = handover.evidence?.calls
        let facts = recording?.facts ?? (handover.evidence == nil ? nil : FactRecording())
        let session = try await Session(choice, onLine: { relay.send($0) })
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

        let identity = RunIdentity()
        var settings = CheckSettings(seed: identity.seed)
        settings.timeLimit = .seconds(timeLimit)
        settings.readBack = readBack.readBack
        settings.parameters = parameters
        settings.pluginAccess = try plugins.access(session.simulation)
        let run = SubjectRun(
            plan: plan, session: session, settings: settings, identity: identity, recording: facts,
            journals: journals, selection: selection.standards, excluded: selection.exclude,
            exitStatusRule: reports.exitStatusRule, totalTime: totalTime.map { .seconds($0) },
            onEvent: { progress.show($0) }, onLine: { progress.line($0) })
        let interruption = Interruption()
        let work = Task { try await run.report() }
        interruption.onFirst {
            progress.line("Interrupted: removing resources; a second signal ends at once.")
            work.cancel()
        }
        let result = try await work.value
        progress.finish()
        let report = result.waived(by: waivers, registry)
        let isRecorded =
            try recording?.write(report, of: plan, setting: parameters, at: session.date()) ?? true
        let failures =
            (isRecorded ? [] : ["the record was not written"]) + keeping.keep(report)
        let failure = try await reports.deliver(
            report, folder, failure: failures.isEmpty ? nil : failures.joined(separator: "; ")
        ) {
            await handover.handOver(
                report, facts, of: plan, setting: parameters, at: session.date())
        }
        // Checked last, so that until here a second signal ends at once.
        let status = interruption.hasHappened ? 130 : Int32(report.exitStatus)
        throw ExitCode(failure == nil ? status : max(2, status))
    }
}
