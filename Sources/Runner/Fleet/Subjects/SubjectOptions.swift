// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet

/// The options of a run as they apply to one subject: the command line's, then those of the file.
struct SubjectOptions {
    var selection: SelectionOptions
    var scope: ScopeOptions
    var target: CloudOptions
    var parameters: ParameterOptions
    var secrets: SecretOptions
    let timeLimit: Int
    let totalTime: Int?
    private let subject: FleetSubject

    init(_ command: RunCommand, _ subject: FleetSubject) {
        self.subject = subject
        selection = command.selection
        scope = command.scope
        target = command.target
        parameters = command.parameters
        secrets = command.secrets
        let settings = subject.settings
        timeLimit = settings.timeLimit?.value ?? command.timeLimit
        totalTime = command.totalTime ?? settings.totalTime?.value
        // What the command line tests replaces what the file does, as a whole.
        if scope.scope == nil && selection.standards.isEmpty {
            scope.scope = settings.scope?.value
            scope.scopeVersion = scope.scopeVersion ?? settings.version?.value
            selection.standards = settings.standards?.value ?? []
            if scope.scope == nil {
                selection.depth =
                    selection.depth
                    ?? settings.depth.flatMap { DepthOption(rawValue: $0.value.rawValue) }
            }
        }
        scope.attestations = scope.attestations ?? subject.attestations
        target.clouds = [subject.cloud]
        target.region = subject.region ?? target.region
        target.otherCloud = subject.credentials["other-cloud"] ?? target.otherCloud
        target.managerCloud = subject.credentials["manager-cloud"] ?? target.managerCloud
        target.otherManagerCloud =
            subject.credentials["other-manager-cloud"] ?? target.otherManagerCloud
        if let command = subject.secretsCommand {
            secrets.passwordPrompt = false
            secrets.passwordFd = nil
            secrets.passwordCommand = command
        }
        // What the command line sets comes last and is not repeated.
        let set = Set(parameters.assignments.map { $0.prefix { $0 != "=" } })
        parameters.assignments += subject.parameters.sorted { $0.key < $1.key }
            .filter { !set.contains($0.key[...]) }.map { "\($0.key)=\($0.value)" }
    }

    /// What tells the plans of subjects with equal options apart.
    struct PlanKey: Hashable {
        var scope: String?
        var version: String?
        var standards: [String]
        var excluded: [String]
        var depth: DepthOption?
        var day: CalendarDate
    }

    /// Nil if the plan is for this subject alone: its attestations or external programs are in it.
    func planKey(_ registry: CheckRegistry) -> PlanKey? {
        let isBuiltIn = scope.scope.map { registry.hasScope($0) } ?? true
        guard scope.attestations == nil, isBuiltIn else { return nil }
        return PlanKey(
            scope: scope.scope, version: scope.scopeVersion, standards: selection.standards,
            excluded: selection.exclude, depth: selection.depth, day: CalendarDate(Date()))
    }

    func plan(_ registry: CheckRegistry) throws -> Plan {
        try scope.plan(
            registry, selectors: selection.standards, excluding: selection.exclude,
            subject: subject.name, now: Date(), programs: true, timeLimit: timeLimit)
            ?? selection.plan(registry)
    }
}
