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
        var command = self
        if let folder = fleet.checks, checks.checks == nil {
            command.checks.checks = folder.value
        }
        let registry = try await CheckProgram.current.registry(with: command.checks)
        try plugins.refuseWhatNobodyTakes(registry)
        if let configured = fleet.allowedPlugins {
            try PluginAccessOptions.refuse(
                configured.value, registry, "\(configured.position): allow-cloud-access")
            command.plugins.allowed += configured.value
        }
        try await command.run(fleet, registry)
    }

    private func run(_ fleet: ChosenFleet, _ registry: CheckRegistry) async throws {
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
        let clouds = SharedByClouds(clock)
        let shared = SharedTerms(
            registry: registry, clouds: clouds, folder: folder, handover: handover,
            waivers: waivers)
        let before = folder.earlierMatrix()
        if self.fleet.resume {
            try requireSameRun(before, in: folder)
            for line in announceResumption(fleet.subjects, registry, before, in: folder) {
                progress.line(line, Console.vault)
            }
        }
        let run = FleetRun(
            subjects: fleet.subjects, jobs: fleet.jobs, failsFast: self.fleet.failFast,
            folder: folder, before: before, progress: progress,
            expand: { [self] in try await regions(of: $0, clouds, $1) }
        ) { [self] subject, onEvent, onLine in
            try await test(subject, shared, onEvent, onLine)
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
}
