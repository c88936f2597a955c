// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet
import SCSHandover

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
        let handover = try await HandoverFailure.telling {
            try await FleetHandover(
                fleet.handover, fleet.keeping, requiresTLS: target.requiresTLS,
                overwrites: reports.overwrite)
        }
        if handover.uploads { try requireScopes(fleet.subjects) }
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
        let hosts = HostGates(most: 32, clock: clock)
        let run = FleetRun(
            subjects: fleet.subjects, jobs: fleet.jobs, failsFast: self.fleet.failFast,
            folder: folder, before: folder.earlierMatrix(), progress: progress,
            expand: { [self] in try await regions(of: $0, hosts, $1) }
        ) { [self] subject, onEvent, onLine in
            try await test(
                subject, registry, SharedTerms(hosts, folder, handover), waivers, onEvent, onLine)
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
        try await deliver(matrix, folder, handover)
    }

    /// What all subjects of a run share.
    private struct SharedTerms {
        let hosts: HostGates
        let folder: FleetFolder
        let handover: FleetHandover

        init(_ hosts: HostGates, _ folder: FleetFolder, _ handover: FleetHandover) {
            self.hosts = hosts
            self.folder = folder
            self.handover = handover
        }
    }

    /// Throws for the first subject whose report no monitor takes.
    private func requireScopes(_ subjects: [FleetSubject]) throws {
        guard let subject = subjects.first(where: { SubjectOptions(self, $0).scope.scope == nil })
        else { return }
        throw ValidationError(
            "The monitor takes results of a scope, and \(subject.name) is tested without one; add --scope "
                + "iaas, or scope to scs-check.yaml.")
    }

    private func deliver(
        _ matrix: Matrix, _ folder: FleetFolder, _ handover: FleetHandover
    ) async throws {
        var isWritten = true
        do {
            try folder.write(matrix)
        } catch {
            isWritten = false
            Console.tell("\(error.formatted) The matrix follows on standard output.")
            try Console.print(bytes: try MatrixJSON.render(matrix))
        }
        let failure = await handover.finish(matrix)
        let status = isWritten && failure == nil ? matrix.exitStatus : max(2, matrix.exitStatus)
        let ending =
            "\(matrix.headline); exit status \(status)" + (failure.map { " (\($0))" } ?? "")
        guard isWritten else {
            Console.tell(ending)
            throw ExitCode(Int32(status))
        }
        if !reports.quiet, Terminal(STDOUT_FILENO, ProcessInfo.processInfo.environment) != nil {
            Console.print(MatrixMarkdown.render(matrix))
        }
        Console.print("\(ending); reports are in \(folder.path.harmless(300))")
        throw ExitCode(Int32(status))
    }

    /// Tests one subject by its own settings.
    private func test(
        _ subject: FleetSubject, _ registry: CheckRegistry, _ shared: SharedTerms,
        _ waivers: WaiverFile?,
        _ onEvent: @escaping @Sendable (Event) -> Void,
        _ onLine: @escaping @Sendable (String) -> Void
    ) async throws -> Report {
        let options = SubjectOptions(self, subject)
        let plan = try options.plan(registry)
        try reports.check(plan)
        let parameters = try options.parameters.values(registry, plan, subject: subject.name)
        var choice = try options.target.choice(registry, plan, options.secrets)
        choice.gates =
            [shared.hosts]
            + (subject.settings.requests.map {
                [HostGates(most: $0.value, forEachHost: false, clock: ContinuousClock())]
            } ?? [])
        let terms = shared.handover.evidence
        let evidence = try terms.map {
            try EvidenceFile(
                "\(shared.folder.path)/\(subject.name)/\($0.name)", overwrites: reports.overwrite)
        }
        choice.log = evidence?.calls
        let facts = evidence == nil ? nil : FactRecording()
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
            recording: facts, journals: journals, selection: options.selection.standards,
            excluded: options.selection.exclude, exitStatusRule: reports.exitStatusRule,
            totalTime: options.totalTime.map { .seconds($0) }, onEvent: onEvent, onLine: onLine
        ).report()
        // The certificate knows the subject by this name, whatever clouds.yaml calls it.
        report.subject.cloud = subject.name
        report = report.waived(by: waivers, registry)
        if let evidence, let terms, let facts {
            do {
                try await evidence.write(
                    report, facts, of: plan, setting: parameters, at: session.date(),
                    by: terms.signer, program: terms.program)
            } catch {
                onLine(HandoverFailure.sentence(error) ?? "\(error.formatted).")
                await shared.handover.fail("the evidence was not written")
            }
        }
        await shared.handover.keep(report, of: subject, telling: onLine)
        return report
    }
}
