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
        if let command = subject.secretsCommand {
            secrets.passwordPrompt = false
            secrets.passwordFd = nil
            secrets.passwordCommand = command
        }
    }

    /// The parameters of the file; those of standards that this subject's plan does not test have no effect.
    var configuredParameters: [ParameterAssignment] {
        subject.settings.parameters.sorted { $0.key < $1.key }.map { id, value in
            ParameterAssignment(
                id, value.value, origin: "\(value.position): \(id.harmless(120))",
                isGeneral: true)
        }
    }

    /// The further credentials of the file; throws a `ValidationError` for a name that no check uses.
    func configuredCredentials(_ registry: CheckRegistry) throws -> [Persona: String] {
        let keys: [String: Persona] = [
            "other-cloud": .otherProject, "manager-cloud": .manager,
            "other-manager-cloud": .otherManager,
        ]
        var found: [Persona: String] = [:]
        for (name, cloud) in subject.credentials.sorted(by: { $0.key < $1.key }) {
            let names = registry.personas.map(\.name)
            guard let persona = keys[name] ?? registry.personas.first(where: { $0.name == name })
            else {
                throw ValidationError(
                    "\(cloud.position): no check uses a credential called \(name.quotedForMessage)"
                        + Suggestion.ending(about: name, among: names)
                        + " Names are: \(names.joined(separator: ", ")).")
            }
            if found.updateValue(cloud.value, forKey: persona) != nil {
                throw ValidationError(
                    "\(cloud.position): the credential \(persona.name) was given twice; give it once."
                )
            }
        }
        return found
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
