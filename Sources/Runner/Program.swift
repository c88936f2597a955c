// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The program, with one subcommand for each task.
struct Program: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: CheckProgram.current.name,
            abstract: "Certifies clouds against the Sovereign Cloud Stack (SCS) standards.",
            discussion: """
                Exit status: 0 compliant, 1 not compliant, 2 inconclusive, or a file could not be read or \
                written, 3 resources left behind, 64 wrong usage, 130 interrupted. It covers everything that was run; with \
                --exit-status certificate, the target main alone.

                \(Verdict.allCases.map { "\($0.rawValue): \($0.meaning)." }.joined(separator: " ")) \
                \(Verdict.rule)

                Example, without a cloud:
                  \(CheckProgram.current.name) run \(CheckProgram.current.exampleSelection) --cloud simulated
                """,
            version: CheckProgram.current.fullVersion,
            subcommands: [
                RunCommand.self, JudgeCommand.self, PlanCommand.self, ListCommand.self,
                ExplainCommand.self, ConfigCommand.self, DoctorCommand.self, RenderCommand.self,
                DiffCommand.self, HistoryCommand.self, SiteCommand.self, MergeCommand.self,
                SignCommand.self,
                VerifyCommand.self, UploadCommand.self, FlavorCommand.self, CleanupCommand.self,
                NewCheckCommand.self, CheckPluginCommand.self, CompletionsCommand.self,
                ManCommand.self,
            ])
    }

    /// Runs the command line of this process and ends with its exit status.
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
        await Console.$vault.withValue(SecretVault()) {
            await Console.$losses.withValue(OutputLosses()) {
                await InterfaceTerm.$given.withValue(InterfaceTerm.onCommandLine) {
                    await runCommand()
                }
            }
        }
    }

    /// Like ArgumentParser's `main`, but its messages go through `Console`.
    private static func runCommand() async {
        var arguments = GivenArguments(Array(CommandLine.arguments.dropFirst()))
        do {
            if CommandLine.arguments.dropFirst() == ["--version"] {
                Console.print("\(CheckProgram.current.fullVersion)\n\(BuildDetails.line)")
            } else {
                var command = try arguments.command()
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
            }
            end(with: ExitCode.success, arguments)
        } catch {
            end(with: error, arguments)
        }
    }

    /// Like `exit(withError:)`, but control characters from arguments and files are escaped.
    private static func end(with error: any Error, _ arguments: GivenArguments) -> Never {
        let status = Self.status(for: error)
        let text: String
        do {
            text = try UsageMessage.text(for: error, status, arguments)
        } catch {
            // The parser's own description of itself was unreadable; its message is still right.
            text = fullMessage(for: error)
        }
        if !text.isEmpty {
            status.isSuccess ? Console.print(text) : Console.tell(text)
        }
        if let lost = Console.losses.first {
            // A report that could not be written has said so itself.
            if !(error is Console.Unwritten), status.rawValue < 2 { Console.tell("Error: \(lost)") }
            Glibc.exit(max(2, status.rawValue))
        }
        Glibc.exit(status.rawValue)
    }
}

/// The version of scs-check.
enum Version {
    static let current = "0.2.0"
}
