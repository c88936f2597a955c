// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover
import SCSSimulatedCloud

/// Judges recorded facts again, without a cloud.
struct JudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge", abstract: "Judge the facts of an earlier run again, without a cloud.",
        discussion: """
            FILE is written by `\(CheckProgram.current.name) run --evidence FILE.tar.gz`, which must be unchanged, or by \
            `\(CheckProgram.current.name) run --record FILE`: one JSON object with facts \
            (`\(CheckProgram.current.name) list --facts` shows them) and token, recorded_at, origin, parameters \
            and outcomes, any of which may be absent. Parameters apply as recorded unless --set sets them. Outcomes that only a test of the cloud can determine are \
            carried over from the record, with their time, until their lifetime ends. A test case whose \
            facts are not recorded and that cannot be carried over is MISSING. Ages refer to recorded_at.

            Example:
              \(CheckProgram.current.name) judge facts.json --scope-version v5.1
            """)

    @Argument(
        help: ArgumentHelp("A record of facts, or an evidence bundle.", valueName: "file"),
        completion: .file())
    var facts: String

    @Argument(
        help: ArgumentHelp(
            "Only these standards or test cases, as for run.", valueName: "standard"),
        completion: Completion.standards)
    var standards: [String] = []

    @OptionGroup(title: "What to judge") var scope: ScopeOptions
    @OptionGroup(title: "How to judge") var checks: ChecksOptions
    @OptionGroup(title: "Output") var reports: ReportOptions
    @OptionGroup(title: "How to judge") var parameters: ParameterOptions
    @OptionGroup(title: "Output") var waivers: WaiverOptions

    @Option(
        help: ArgumentHelp(
            "The cloud's name in the report. Default: the name in the record.", valueName: "name"))
    var subject: String?

    func run() async throws {
        let registry = try await CheckProgram.current.registry(with: checks)
        let now = Date()
        let (recorded, source) = try read(registry)
        let name = subject ?? recorded.origin?.subject.cloud ?? "recorded"
        let plan = try plan(registry, name, now)
        try reports.check(plan)
        let parameters = try parameters.values(registry, plan, subject: name, record: recorded)
        let waivers = try waivers.read()
        let folder = try reports.folder()
        let report = await judge(plan, recorded, source, name, parameters, now)
            .waived(by: waivers, registry)
        try await reports.deliver(report, folder)
        throw ExitCode(Int32(report.exitStatus))
    }

    private func read(_ registry: CheckRegistry) throws -> (RecordedFacts, Report.JudgedFrom) {
        do {
            guard
                let bytes = try ConfigurationFile.contents(
                    facts, limit: LocalFile.Limit.record)
            else {
                throw ValidationError(
                    "The record \(facts.quotedForMessage) does not exist.")
            }
            let names = registry.facts.map(\.name)
            let recorded =
                try BundleFile.read(bytes, facts)?.readFacts(names)
                ?? RecordedFacts.read(bytes, file: facts.harmless(300), facts: names)
            return (
                recorded,
                Report.JudgedFrom(
                    file: facts, sha256: bytes.sha256,
                    recordedAt: recorded.recordedAt, origin: recorded.origin)
            )
        } catch let error as RecordedFacts.Unreadable {
            throw error.asCommandError
        }
    }

    /// What was named, as for run; else a scope, which need not be named where nothing is.
    private func plan(_ registry: CheckRegistry, _ name: String, _ now: Date) throws -> Plan {
        var scope = scope
        if standards.isEmpty || scope.isUsed {
            scope.scope = scope.scope ?? registry.scopes.first?.names.first
        }
        return try scope.plan(
            registry, selectors: standards, subject: name, now: now, programs: false)
            ?? Plan(naming: standards, depth: nil, in: registry)
    }

    private func judge(
        _ plan: Plan, _ recorded: RecordedFacts, _ source: Report.JudgedFrom, _ name: String,
        _ parameters: ParameterValues, _ now: Date
    ) async -> Report {
        let clock = ContinuousClock()
        let watch = Stopwatch(clock)
        let identity = RunIdentity()
        var settings = CheckSettings(seed: identity.seed)
        settings.parameters = parameters
        let cloud = Cloud.offline(clock: clock, date: { now })
        let outcomes = await Engine(
            cloud: cloud, plan: plan,
            tracker: ResourceTracker(
                prefix: identity.prefix, journal: JournalMemory(), date: { now }),
            facts: FactStore(recorded: recorded, orElse: now),
            settings: settings
        ).run()
        var subject =
            recorded.origin?.subject
            ?? Report.Subject(cloud: name, authURL: nil, region: nil, tlsVerified: true)
        subject.cloud = name
        return Report(
            plan,
            recorded.carryingOver(
                into: outcomes, of: plan, on: plan.scope?.day ?? CalendarDate(now)),
            Report.Frame(
                toolVersion: Version.current, program: CheckProgram.current.versionedName,
                runID: identity.id, seed: identity.seed,
                selection: standards, parameters: parameters.texts, startedAt: now, endedAt: Date(),
                duration: watch.elapsed,
                calls: 0, retries: 0, isInterrupted: false, subject: subject,
                exitStatusRule: reports.exitStatusRule, judgedFrom: source))
    }
}

/// A file for recorded facts, tested before a run starts.
struct RecordFile {
    let facts = FactRecording()
    private let file: PrivateFile

    init(_ path: String, overwrites: Bool = false) throws {
        file = PrivateFile(path: path, own: .facts, overwrites: overwrites)
        do {
            try file.check()
        } catch {
            throw ValidationError("\(error) Or set another --record FILE.")
        }
    }

    /// Writes all or nothing; returns false, with a sentence for the user, if it cannot be written.
    func write(
        _ report: Report, of plan: Plan, setting parameters: ParameterValues, at date: Date
    ) throws -> Bool {
        do {
            try facts.keep(report, of: plan, setting: parameters)
            try file.write(try facts.file(recordedAt: date, hiding: Console.vault))
            return true
        } catch let error as PrivateFile.Unwritten {
            Console.tell("The record was not written: \(error)")
            return false
        }
    }
}
