// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck

/// Prints the completions of a shell.
struct CompletionsCommand: ParsableCommand {
    /// The shells that have completions.
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        fileprivate var shell: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print the completions for a shell.",
        discussion: """
            `make install` puts them where shells find them. Without it, in ~/.bashrc:

            source <(\(CheckProgram.current.name) completions bash)

            Example:
              \(CheckProgram.current.name) completions fish > ~/.config/fish/completions/\(CheckProgram.current.name).fish
            """)

    @Argument(help: ArgumentHelp("The shell: bash, zsh or fish.", valueName: "shell"))
    var shell: Shell

    func run() throws {
        let script = Program.completionScript(for: shell.shell)
        // Shells read it into themselves; nobody executes it, so that an interpreter in it is wrong.
        Console.print(
            script.hasPrefix("#!") ? String(script.drop { $0 != "\n" }.dropFirst()) : script)
    }
}
