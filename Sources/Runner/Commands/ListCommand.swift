// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck

/// Lists the standards and their test cases.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List standards and test cases that can be selected.",
        discussion: """
            Example:
              \(CheckProgram.current.name) list
            """)

    @OptionGroup var checks: ChecksOptions
    @OptionGroup var output: DocumentFormat

    @Flag(
        help: "List the facts that a run reads once and records, and the standards that judge them."
    )
    var facts = false

    func run() async throws {
        let registry = try await CheckProgram.current.registry(with: checks)
        guard !facts else { return Console.print(Self.facts(of: registry)) }
        if output.format == .json {
            return try DocumentFormat.print(StandardDocuments.list(registry))
        }
        for standard in registry.standards {
            let module = registry.module(for: standard.id)
            Console.print(
                "\(standard.version)  \(standard.name)\(standard.isDraft ? ", a draft" : "") (also: "
                    + "\(([standard.id] + standard.aliases).joined(separator: ", ")))")
            let width = standard.testcases.map(\.id.count).max() ?? 0
            for entry in standard.testcases {
                let testcase = module?.testcases.first { $0.id == entry.id }
                let depth =
                    entry.isManual ? "manual" : testcase?.depth.rawValue ?? "not implemented"
                Console.print(
                    "  " + entry.id.padded(to: width) + "  " + entry.target.rawValue.padded(to: 11)
                        + "  "
                        + depth.padded(to: 6) + "  " + entry.title)
            }
        }
    }

    /// A line for each fact, by name.
    private static func facts(of registry: CheckRegistry) -> String {
        let facts = registry.facts.sorted { $0.name < $1.name }
        let width = facts.map(\.name.count).max() ?? 0
        return facts.map { fact in
            let judges = registry.modules.filter { module in
                module.allFacts.contains { $0.name == fact.name }
            }.map(\.standard)
            return fact.name.padded(to: width) + "  " + fact.summary
                + (judges.isEmpty ? "" : " (\(judges.joined(separator: ", ")))")
        }.joined(separator: "\n")
    }
}
