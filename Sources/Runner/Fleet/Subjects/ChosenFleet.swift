// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet

/// What a run over many subjects is about.
struct ChosenFleet {
    var subjects: [FleetSubject]
    /// Subjects of the run that belong to other shards.
    var elsewhere: [String] = []
    var jobs: Int
    var output: String
    var formats: [ReportFormat]
    var shard: Shard?
    var handover: HandoverOptions
    var keeping: KeepingOptions
    /// The folder of plug-ins that the file names.
    var checks: Sourced<String>?
    /// The plug-ins that the file allows to call the clouds.
    var allowedPlugins: Sourced<[String]>?
}

extension RunCommand {
    /// The subjects and where their reports go; throws a `ValidationError`.
    func chosenFleet() throws -> ChosenFleet {
        try refuseWhatManyCannotHave()
        var subjects: [FleetSubject]
        var output = FleetOutput()
        if fleet.namesSubjects {
            guard target.clouds.isEmpty else {
                throw ValidationError(
                    "--cloud and --\(fleet.preset == nil ? "subject" : "preset") both name what to test; "
                        + "give one of them.")
            }
            let file = try FleetConfigurationFile.read(fleet.config)
            output = file.output
            do {
                if let name = fleet.preset {
                    let preset = try file.preset(name)
                    subjects = try file.subjects(of: preset)
                    output = preset.output.over(file.output)
                } else {
                    subjects = try file.subjects(matching: fleet.subject).map { subject in
                        var subject = subject
                        subject.settings = subject.settings.over(file.defaults)
                        return subject
                    }
                }
            } catch {
                throw error.asCommandError
            }
        } else {
            subjects = try target.clouds.map { try subject(named: $0) }
        }
        if fleet.allRegions {
            guard target.region == nil else {
                throw ValidationError(
                    "--all-regions and --region contradict each other; omit one of them.")
            }
            guard !subjects.isEmpty else {
                throw ValidationError("--all-regions takes its clouds from --cloud; add one.")
            }
            for index in subjects.indices {
                subjects[index].settings.allRegions = Sourced(
                    true, at: Position(place: "the command line"))
            }
        }
        guard let folder = reports.output ?? output.folder?.value else {
            throw ValidationError(
                "Reports of many subjects need a folder: add --output DIR, or output to "
                    + "\(fleet.namesSubjects ? "the preset or the defaults of scs-check.yaml" : "a preset")."
            )
        }
        let formats = try reports.format.isEmpty ? self.formats(output) : reports.format
        let shard = fleet.shard.flatMap { Shard($0) }
        let elsewhere = subjects.filter { shard?.contains($0.name) == false }.map(\.name)
        subjects.removeAll { elsewhere.contains($0.name) }
        var keeping = keeping
        keeping.history = keeping.history ?? output.history?.value
        keeping.metrics = keeping.metrics ?? output.metrics?.value
        return ChosenFleet(
            subjects: subjects, elsewhere: elsewhere,
            jobs: fleet.jobs ?? output.jobs?.value ?? 32, output: folder, formats: formats,
            shard: shard, handover: handingOver.over(output), keeping: keeping,
            checks: output.checks, allowedPlugins: output.allowedPlugins)
    }

    private func formats(_ output: FleetOutput) throws -> [ReportFormat] {
        guard let named = output.formats else { return [.json, .markdown] }
        return try named.value.map { name in
            guard let format = ReportFormat(rawValue: name) else {
                throw ValidationError(
                    "\(named.position): there is no format \(name.quotedForMessage)"
                        + Suggestion.question(
                            about: name, among: ReportFormat.allCases.map(\.rawValue)))
            }
            return format
        }
    }

    private func subject(named cloud: String) throws -> FleetSubject {
        let name = String(cloud.map { $0 == ":" || $0 == "/" ? "-" : $0 })
        guard FleetSubject.isName(name) else {
            throw ValidationError(
                "--cloud \(cloud.quotedForMessage) cannot name a folder of reports; give the subject a name "
                    + "in scs-check.yaml and use --subject.")
        }
        guard target.clouds.count(where: { $0 == cloud }) == 1 else {
            throw ValidationError(
                "--cloud \(cloud.quotedForMessage) was given twice; give it once.")
        }
        return FleetSubject(cloud: cloud, region: target.region, name: name)
    }

    /// Throws for an option that is about one cloud alone.
    private func refuseWhatManyCannotHave() throws {
        let given: [(String, Bool)] = [
            ("--record", record != nil),
            ("--monitor-subject", handingOver.monitor.monitorSubject != nil),
        ]
        if let option = given.first(where: \.1)?.0 {
            throw ValidationError("\(option) is about one cloud; omit it for many.")
        }
        // Subjects ask for their secrets in no order, so lines could reach another cloud than was meant.
        let sources: [(String, Bool)] = [
            ("--password-prompt", secrets.passwordPrompt),
            ("--password-fd", secrets.passwordFd != nil),
        ]
        if let option = sources.first(where: \.1)?.0 {
            throw ValidationError(
                "\(option) cannot tell the secrets of many clouds apart; use secure.yaml, secrets-command in "
                    + "scs-check.yaml, or --password-command, which is told the cloud.")
        }
    }
}
