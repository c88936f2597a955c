// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Core
import FoundationEssentials
import SimulatedCloud

/// Judges recorded facts again, without a cloud.
struct JudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge", abstract: "Judge the facts of an earlier run again, without a cloud.",
        discussion: """
            The facts are those of `scs-check run --record FILE`: one JSON object with any of \
            flavors, images, volume_types, default_security_group_rules, catalog, roles and \
            recorded_at. What a fact is missing for is an ABORT. Ages are those of recorded_at.
            """)

    @Argument(help: ArgumentHelp("A file of recorded facts.", valueName: "facts.json"))
    var facts: String

    @Argument(
        help: ArgumentHelp("Only these standards or test cases, as for run.", valueName: "standard")
    )
    var standards: [String] = []

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var reports: ReportOptions

    @Option(
        help: ArgumentHelp("What the report calls the cloud.", valueName: "name"))
    var subject = "recorded"

    func run() async throws {
        let catalogue = try Catalogue()
        let now = Date()
        let plan = try plan(catalogue, now)
        let folder = try reports.folder()
        let recorded: RecordedFacts
        do {
            guard
                let bytes = try ConfigurationFile.contents(
                    facts, limit: LocalFile.Limit.record)
            else {
                throw ValidationError("There is no file \(facts) with recorded facts.")
            }
            recorded = try RecordedFacts.read(bytes, file: facts)
        } catch let error as RecordedFacts.Unreadable {
            throw ValidationError(error.description)
        }
        let report = await judge(plan, recorded, now)
        try reports.deliver(report, folder)
        throw ExitCode(Int32(report.exitStatus))
    }

    /// What was named, as for run; else a scope, which need not be named where nothing is.
    private func plan(_ catalogue: Catalogue, _ now: Date) throws -> Plan {
        var scope = scope
        if standards.isEmpty || scope.isUsed {
            scope.scope = scope.scope ?? Catalogue.scopeNames.first
        }
        return try scope.plan(
            catalogue, selectors: standards, subject: subject, now: now, programs: false)
            ?? Plan(naming: standards, depth: nil, in: catalogue)
    }

    private func judge(_ plan: Plan, _ recorded: RecordedFacts, _ now: Date) async -> Report {
        let clock = ContinuousClock()
        let watch = Stopwatch(clock)
        let identity = RunIdentity()
        let cloud = Cloud.absent(clock: clock, date: { now })
        let outcomes = await Engine(
            cloud: cloud, plan: plan,
            tracker: ResourceTracker(
                prefix: identity.prefix, journal: JournalMemory(), date: { now }),
            facts: FactStore(recorded: recorded, orElse: now),
            settings: CheckSettings(seed: identity.seed)
        ).run()
        return Report(
            plan, outcomes,
            Report.Frame(
                toolVersion: Version.current, runID: identity.id, seed: identity.seed,
                selection: standards, startedAt: now, endedAt: Date(), duration: watch.elapsed,
                calls: 0, retries: 0, isInterrupted: false,
                subject: Report.Subject(
                    cloud: subject, authURL: nil, region: nil, tlsVerified: true)))
    }
}

/// A file for recorded facts, tried before a run begins.
struct RecordFile {
    let facts = FactRecording()
    private let file: PrivateFile

    init(_ path: String) throws {
        file = PrivateFile(path: path)
        do {
            try file.check()
        } catch {
            throw ValidationError("\(error) Give another --record FILE.")
        }
    }

    /// Written whole or not at all; false, and a sentence for the user, where it cannot be.
    func write(at date: Date) throws -> Bool {
        do {
            try file.write(try facts.file(recordedAt: date, hiding: Console.vault))
            return true
        } catch let error as PrivateFile.Unwritten {
            Console.tell("The facts are not kept: \(error)")
            return false
        }
    }
}
