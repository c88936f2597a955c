// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Core

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

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
        Surroundings.keepKeys()
        let needsCloud = ["run", "cleanup", "plan"].contains(
            CommandLine.arguments.dropFirst().first)
        if needsCloud, let lack = Surroundings.lack() {
            Console.tell(lack)
            _exit(2)
        }
        await Console.$vault.withValue(SecretVault()) { await runCommand() }
    }

    /// As ArgumentParser does it, but that its messages go where ours go.
    private static func runCommand() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let message = fullMessage(for: error)
            let status = exitCode(for: error)
            if !message.isEmpty {
                status.isSuccess ? Console.print(message) : Console.tell(message)
            }
            Self.exit(withError: status)
        }
    }
}

/// The version of this program.
enum Version {
    static let current = "0.1.0"
}
