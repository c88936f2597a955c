// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Testing

@testable import SCSCheckCommand

/// A command is parsed without the rest of the program, and nobody can tell.
struct GivenArgumentsTests {
    /// The command and its values; for an error, its status and message.
    private func answer(_ parse: () throws -> any ParsableCommand) -> String {
        do {
            return "\(try parse())"
        } catch {
            let status = Program.exitCode(for: error)
            let text =
                status.isSuccess ? Program.fullMessage(for: error) : Program.message(for: error)
            return "\(status.rawValue) \(text)"
        }
    }

    @Test(arguments: [
        "render", "run", "list --zork", "list foo", "run --dept 1", "run --time-limit x",
        "run --time-limit 0 scs-0117", "run --quiet --verbose scs-0117", "sign a b --key",
        "run --help", "run -h scs-0117", "list --version", "list -- --version", "run --help-hidden",
        "list --version=1", "history --help", "history show --help", "help list", "list help",
        "list --experimental-dump-help", "list --generate-completion-script zsh",
        "list --generate-completion-script=none", "cleanup a -- -h",
        "run scs-0117 --cloud a --output b --key c --monitor https://m",
    ])
    func `A command answers as the whole program would`(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        #expect(answer { try Program.command(words) } == answer { try Program.parseAsRoot(words) })
    }

    @Test(arguments: Program.configuration.subcommands.map { $0._commandName })
    func `A command is described alone as within the whole program`(_ name: String) throws {
        let alone = try Program.description(of: [name])
        let whole = try Program.description().named(by: [name])
        #expect(alone.path == whole.path && alone.path == ["scs-check", name])
        #expect(
            alone.arguments?.map(\.spellings).filter { $0 != ["--version"] }
                == whole.arguments?.map(\.spellings).filter { $0 != ["--version"] })
    }
}
