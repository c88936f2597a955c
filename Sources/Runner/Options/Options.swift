// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// The standards and test cases that a command is about.
struct SelectionOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Names (volume-backup), ids (scs-0117, scs-0117-v1) or globs of them ('scs-0117-x-*').",
            valueName: "standard"), completion: Completion.standards)
    var standards: [String] = []

    @Option(
        help: ArgumentHelp(
            "Exclude what fits; may be repeated. There is no certificate then.",
            valueName: "glob"), completion: Completion.standards)
    var exclude: [String] = []

    @Option(
        help: "How deep to test. Default: data; test cases that you name have their own.")
    var depth: DepthOption?

    /// Throws if a scope is assessed, as it decides what is tested.
    func requireNoDepth(_ scope: ScopeOptions) throws {
        if scope.scope != nil, let depth {
            throw ValidationError(
                "--depth \(depth.rawValue) has no effect on a scope, which defines what is tested; omit "
                    + "it.")
        }
    }

    /// Lays out a run of what was named.
    func plan(_ registry: CheckRegistry) throws -> Plan {
        guard !standards.isEmpty else {
            throw ValidationError(
                "Choose what to test, for example volume-backup, or a whole scope: --scope iaas. "
                    + "`\(CheckProgram.current.name) list` shows all standards.")
        }
        return try Plan(
            naming: standards, excluding: exclude, depth: depth?.depth, in: registry)
    }
}

extension Plan {
    /// A run of what was named; throws a `ValidationError` where something is not known.
    init(
        naming selectors: [String], excluding excluded: [String] = [], depth: Depth?,
        in registry: CheckRegistry
    ) throws {
        do {
            try self.init(
                modules: registry.modules, standards: registry.standards, selectors: selectors,
                excluding: excluded, depth: depth)
        } catch {
            throw error.asCommandError
        }
    }
}

/// The depths that can be requested.
enum DepthOption: String, ExpressibleByArgument, CaseIterable {
    case api, data, full

    var depth: Depth {
        switch self {
        case .api: .api
        case .data: .data
        case .full: .full
        }
    }
}

/// The cloud and the credential.
struct CloudOptions: ParsableArguments {
    @Option(
        name: .customLong("cloud"),
        help: ArgumentHelp(
            "A cloud of clouds.yaml, or simulated[:FAULT]. Default: OS_CLOUD, else OS_* variables.",
            valueName: "name"),
        completion: Completion.anyCloud)
    var clouds: [String] = []

    @Option(help: ArgumentHelp("The region, if the cloud has several.", valueName: "name"))
    var region: String?

    @Option(
        name: .customLong("other-cloud"),
        help: ArgumentHelp(
            "A cloud entry for another project of the same cloud, to prove isolation.",
            valueName: "name"), completion: Completion.clouds)
    var otherCloud: String?

    @Option(
        help: ArgumentHelp(
            "A cloud entry for a domain manager, signed in to the domain (scs-0302).",
            valueName: "name"), completion: Completion.clouds)
    var managerCloud: String?

    @Option(
        help: ArgumentHelp(
            "A cloud entry for the manager of another domain (scs-0302).", valueName: "name"),
        completion: Completion.clouds)
    var otherManagerCloud: String?

    @Option(
        name: .customLong("credential"),
        help: ArgumentHelp(
            "A cloud entry for a further credential, which "
                + "`\(CheckProgram.current.name) explain` names; may be repeated.",
            valueName: "name=cloud"))
    var credentials: [String] = []

    @Flag(
        name: .customLong("require-tls"),
        help: "Refuse http endpoints: never send a password or token without encryption.")
    var requiresTLS = false

    @Flag(help: "Show each call with its status, time and request id.")
    var verbose = false

    /// The only cloud, or the first of several.
    var cloud: String? { clouds.first }

    /// The cloud's name in the report.
    var subject: String {
        cloud ?? ProcessInfo.processInfo.environment["OS_CLOUD"] ?? "envvars"
    }

    /// What was chosen; throws a `ValidationError` for a credential that no check of the plan uses.
    ///
    /// Those that are `configured` apply where none is given, and to plans that use them.
    func choice(
        _ registry: CheckRegistry, _ plan: Plan, _ secrets: SecretOptions,
        configured: [Persona: String] = [:]
    ) throws -> CloudChoice {
        let aliases: [(Persona, String?)] = [
            (.otherProject, otherCloud), (.manager, managerCloud),
            (.otherManager, otherManagerCloud),
        ]
        var others: [Persona: String] = aliases.reduce(into: [:]) { $0[$1.0] = $1.1 }
        let used = registry.modules.filter { plan.tests($0.standard) }.flatMap { $0.allPersonas }
        for text in credentials {
            guard let equals = text.firstIndex(of: "="), text.index(after: equals) < text.endIndex
            else {
                throw ValidationError(
                    "--credential takes NAME=CLOUD, such as other-project=mycloud2, not "
                        + "\(text.quotedForMessage).")
            }
            let name = String(text[..<equals])
            guard let persona = registry.personas.first(where: { $0.name == name }) else {
                let names = registry.personas.map(\.name)
                throw ValidationError(
                    "--credential \(name.harmless(80)): no check uses a credential of that name"
                        + Suggestion.ending(about: name, among: names)
                        + " Names are: \(names.joined(separator: ", ")).")
            }
            guard used.contains(persona) else {
                throw ValidationError(
                    "--credential \(name) has no effect, as no selected test case uses it; omit it."
                )
            }
            guard others.updateValue(String(text[equals...].dropFirst()), forKey: persona) == nil
            else {
                throw ValidationError(
                    "The credential \(name) was given twice; give it once.")
            }
        }
        others.merge(configured.filter { used.contains($0.key) }) { given, _ in given }
        return CloudChoice(
            cloud: cloud, region: region, others: others, personas: used, isVerbose: verbose,
            requiresTLS: requiresTLS, secrets: secrets)
    }
}

/// A usage error with a sentence; exit status 64.
extension ValidationError {
    init(because error: any Error) {
        self.init(error.formatted)
    }
}
