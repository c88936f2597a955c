// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSHandover

/// Explains a standard and how it is tested, without a cloud.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract:
            "Explain what a standard requires and how it is tested, or what a verdict rests on.",
        discussion: """
            With an evidence bundle first, it shows what the verdicts of the test cases in it rest on: requirement, \
            steps, evidence, facts, and calls with their request ids. The bundle must be unchanged.

            Example:
              \(CheckProgram.current.name) explain evidence.tar.gz scs-0103-flavor-1l-1
            """)

    @Argument(
        help: ArgumentHelp(
            "Standards or test cases, as for run; or an evidence bundle with test cases of it.",
            valueName: "standard"),
        completion: Completion.standards)
    var standards: [String]

    @OptionGroup var checks: ChecksOptions
    @OptionGroup var output: DocumentFormat

    func run() async throws {
        if let first = standards.first {
            let bytes =
                FileKind(of: first) == .file
                ? try ConfigurationFile.contents(first, limit: LocalFile.Limit.record) : nil
            if let bundle = try bytes.flatMap({ try BundleFile.read($0, first) }) {
                return try explain(bundle)
            }
            if first.hasSuffix(".tar.gz") || first.hasSuffix(".tgz") {
                let problem = bytes == nil ? "does not exist" : "is no evidence bundle"
                throw ValidationError("\(first.harmless(300)) \(problem).")
            }
        }
        let registry = try await CheckProgram.current.registry(with: checks)
        let plan: Plan
        do {
            plan = try Plan(
                modules: registry.modules, standards: registry.standards,
                selectors: standards, depth: .full)
        } catch {
            throw error.asCommandError
        }
        if output.format == .json {
            return try DocumentFormat.print(StandardDocuments.explanation(plan, registry))
        }
        var shown = ""
        for item in plan.items {
            if item.standard.version != shown {
                shown = item.standard.version
                Console.print(
                    "\(item.standard.name) (\(shown))\n\(item.standard.url)\n\n"
                        + "\(item.standard.summary)\n\nPrerequisites:")
                for prerequisite in item.prerequisites { Console.print("  - \(prerequisite)") }
                explain(registry.module(for: item.standard.id)?.parameters ?? [])
                explain(registry.module(for: item.standard.id)?.allFacts ?? [])
                explain(registry.module(for: item.standard.id)?.allPersonas ?? [])
            }
            if case .notSelected(.sibling) = item.disposition { continue }
            let depth = item.testcase.map { ", depth \($0.depth.rawValue)" } ?? ""
            Console.print("\n\(item.entry.id) (target \(item.entry.target)\(depth))")
            Console.print("  \(item.entry.title).")
            if let url = item.entry.url { Console.print("  \(url)") }
            if item.entry.isManual { Console.print("  Manual: it cannot be tested from outside.") }
            if let access = item.testcase?.cloudAccess { Console.print("  \(access)") }
            let module = registry.module(for: item.standard.id)
            for example in module?.examples ?? [] {
                guard let verdict = example.verdicts[item.entry.id] else { continue }
                Console.print("  Example: \(example.title): \(verdict.rawValue).")
            }
            for (number, step) in (item.testcase?.steps ?? []).enumerated() {
                let role =
                    step.role == .require ? "must succeed, else FAIL" : "prepares, else ABORT"
                Console.print("  \(number + 1). \(step.title) (\(role))")
            }
        }
    }

    private func explain(_ personas: [Persona]) {
        guard !personas.isEmpty else { return }
        Console.print("\nFurther credentials, each an entry of clouds.yaml:")
        for persona in personas {
            let name = persona.term == nil ? persona.assignment : "\(persona.assignment) CLOUD"
            Console.print(
                "  - \(name): \(persona.title), to \(persona.purpose); role "
                    + "\(persona.roles.joined(separator: ", ")) in \(persona.place.words)")
        }
    }

    private func explain(_ facts: [any DeclaredFact<Cloud>]) {
        guard !facts.isEmpty else { return }
        Console.print("\nFacts, each read once a run and recorded:")
        for fact in facts {
            let calls = fact.calls.isEmpty ? "" : " (\(fact.calls.joined(separator: ", ")))"
            Console.print("  - \(fact.name): \(fact.summary)\(calls)")
        }
    }

    /// Explains test cases of a bundle; without one, lists what is in it.
    private func explain(_ bundle: EvidenceBundle) throws {
        let explanation: BundleExplanation
        do {
            explanation = try BundleExplanation(bundle)
        } catch {
            throw error.asCommandError
        }
        let wanted = standards.dropFirst()
        if wanted.isEmpty {
            for (id, verdict) in explanation.testcases {
                Console.print("\(verdict.rawValue.padded(to: 7)) \(id)")
            }
            return
        }
        for id in wanted {
            guard let lines = explanation.lines(about: id) else {
                throw ValidationError(
                    "\(bundle.file) has no test case \(id.quotedForMessage)"
                        + Suggestion.question(about: id, among: explanation.testcases.map(\.id)))
            }
            Console.print(lines.joined(separator: "\n"))
        }
    }

    private func explain(_ parameters: [any DeclaredParameter]) {
        guard !parameters.isEmpty else { return }
        Console.print("\nParameters, which \(InterfaceTerm.parameter) sets:")
        for parameter in parameters {
            Console.print(
                "  - \(parameter.id)=\(parameter.placeholder) (\(parameter.typeName); default: "
                    + "\(parameter.defaultText)): \(parameter.summary)")
        }
    }
}
