// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck

/// Lists the standards and their test cases.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List standards and test cases that can be selected.")

    @OptionGroup var checks: ChecksOptions

    func run() async throws {
        let registry = try await CheckProgram.current.registry(with: checks)
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
}
