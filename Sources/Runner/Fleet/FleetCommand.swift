// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// `run` over many subjects: those of scs-check.yaml, or several `--cloud`.
extension RunCommand {
    func runFleet() async throws {
        let fleet = try chosenFleet()
        let registry = try await CheckProgram.current.registry(with: checks)
        try plugins.refuseWhatNobodyTakes(registry)
        let waivers = try waivers.read()
        let folder = try FleetFolder(
            fleet.output, formats: fleet.formats, overwrites: reports.overwrite)
        let environment = ProcessInfo.processInfo.environment
        let clock = ContinuousClock()
        let progress = FleetProgress(
            total: fleet.subjects.count, isLive: Console.isInteractive(environment),
            isQuiet: reports.quiet, isVerbose: target.verbose,
            isASCII: Terminal.isASCII(environment), clock: clock,
            terminal: { Terminal(STDERR_FILENO, environment) })
        if let reminder = try StateFolder(journals).reminder() {
            progress.line("warning: \(reminder)", Console.vault)
        }
        let common = SharedByClouds(clock)
        let run = FleetRun(
            subjects: fleet.subjects, jobs: fleet.jobs, failsFast: self.fleet.failFast,
            folder: folder, before: folder.earlierMatrix(), progress: progress
        ) { [self] subject, onEvent, onLine in
            try await test(subject, registry, common, onEvent, onLine)
                .waived(by: waivers, registry)
        }
        let interruption = Interruption()
        let started = Date()
        let watch = Stopwatch(clock)
        let work = Task { await run.run() }
        interruption.onFirst {
            progress.line(
                "Interrupted: removing resources in all clouds; a second signal ends at once.",
                Console.vault)
            work.cancel()
        }
        let outcome = await work.value
        progress.finish()
        let matrix = Matrix(
            tool: Report.Tool(
                version: Version.current, program: CheckProgram.current.versionedName),
            run: Matrix.Run(
                preset: self.fleet.preset, shard: fleet.shard, startedAt: started,
                endedAt: Date(), duration: watch.elapsed,
                interrupted: interruption.hasHappened),
            rows: outcome.rows, standards: outcome.standards,
            missing: outcome.missing + fleet.elsewhere)
        try deliver(matrix, folder)
    }

    private func deliver(_ matrix: Matrix, _ folder: FleetFolder) throws {
        let ending = "\(matrix.headline); exit status \(matrix.exitStatus)"
        do {
            try folder.write(matrix)
        } catch {
            Console.tell("\(error.formatted) The matrix follows on standard output.")
            try Console.print(bytes: try MatrixJSON.render(matrix))
            Console.tell(ending)
            throw ExitCode(Int32(max(2, matrix.exitStatus)))
        }
        if !reports.quiet, Terminal(STDOUT_FILENO, ProcessInfo.processInfo.environment) != nil {
            Console.print(MatrixMarkdown.render(matrix))
        }
        Console.print("\(ending); reports are in \(folder.path.harmless(300))")
        throw ExitCode(Int32(matrix.exitStatus))
    }

    /// Tests one subject by its own settings.
    private func test(
        _ subject: FleetSubject, _ registry: CheckRegistry, _ common: SharedByClouds,
        _ onEvent: @escaping @Sendable (Event) -> Void,
        _ onLine: @escaping @Sendable (String) -> Void
    ) async throws -> Report {
        let options = SubjectOptions(self, subject)
        let plan = try common.plan(options, registry)
        try reports.check(plan)
        let parameters = try options.parameters.values(registry, plan, subject: subject.name)
        var choice = try options.target.choice(registry, plan, options.secrets)
        choice.gates =
            [common.hosts]
            + (subject.settings.requests.map {
                [HostGates(most: $0.value, forEachHost: false, clock: ContinuousClock())]
            } ?? [])
        choice.loops = common.loops
        choice.finder = common.finder
        let session = try await Session(choice, onLine: onLine)
        for warning in session.warnings { onLine("warning: \(warning)") }
        let identity = RunIdentity()
        var settings = CheckSettings(seed: identity.seed)
        settings.timeLimit = .seconds(options.timeLimit)
        settings.readBack = readBack.readBack
        settings.parameters = parameters
        settings.pluginAccess = try plugins.access(session.simulation)
        var report = try await SubjectRun(
            plan: plan, session: session, settings: settings, identity: identity,
            journals: journals, selection: options.selection.standards,
            excluded: options.selection.exclude, exitStatusRule: reports.exitStatusRule,
            totalTime: options.totalTime.map { .seconds($0) }, onEvent: onEvent, onLine: onLine
        ).report()
        // The certificate knows the subject by this name, whatever clouds.yaml calls it.
        report.subject.cloud = subject.name
        return report
    }
}
