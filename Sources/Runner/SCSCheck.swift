// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// The program: one subcommand for each thing that a user wants.
@main
struct SCSCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scs-check",
        abstract: "Certifies clouds against the Sovereign Cloud Stack (SCS) standards.",
        discussion: """
            Exit status: 0 compliant, 1 not compliant, 2 inconclusive, 3 left something behind, \
            64 wrong usage, 130 interrupted.

            Try it without a cloud: scs-check run volume-backup --cloud simulated
            """,
        version: Version.current,
        subcommands: [
            RunCommand.self, JudgeCommand.self, PlanCommand.self, ListCommand.self,
            ExplainCommand.self, ConfigCommand.self,
            RenderCommand.self, FlavorCommand.self, CleanupCommand.self,
        ])

    static func main() async {
        Console.prepare()
        CoreDump.forbid()
        await main(nil)
    }
}

/// The version of this program.
enum Version {
    static let current = "0.1.0"
}
