// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import SCSCheck
import Testing

@testable import SCSCheckCommand

/// The help of every command: its groups, its example, and short texts.
struct HelpTests {
    private static let commands = Program.configuration.subcommands
    private static let names = commands.map { $0._commandName }

    private func help(_ name: String) throws -> [String] {
        let command = try #require(Self.commands.first { $0._commandName == name })
        return Program.helpMessage(for: command, columns: 80)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The options of a help with the lines of their texts.
    private func texts(_ help: [String]) -> [(head: String, lines: Int)] {
        var found: [(head: String, lines: Int)] = []
        let text = String(repeating: " ", count: 26)
        for line in help.drop(while: { !$0.hasPrefix("USAGE:") }) {
            if line.hasPrefix(text) {
                found[found.count - 1].lines += 1
            } else if line.hasPrefix("  "), !line.hasPrefix("   ") {
                found.append(
                    (
                        line,
                        line.dropFirst(24).contains { $0 != " " }
                            && line.dropFirst(24).hasPrefix("  ") ? 1 : 0
                    ))
            }
        }
        return found
    }

    @Test func `Two lines of help are counted as two`() {
        let found = texts([
            "USAGE: x", "", "  --a <b>                 One",
            String(repeating: " ", count: 26) + "two.",
        ])
        #expect(found.map(\.lines) == [2])
        #expect(
            texts([
                "USAGE: x", "  --a-very-long-option-name",
                String(repeating: " ", count: 26) + "One.",
            ]).map(\.lines) == [1])
    }

    @Test(arguments: names)
    func `The text of an option takes at most two lines of 80 columns`(_ name: String) throws {
        let help = try help(name)
        // The parser does not wrap the usage.
        #expect(help.allSatisfy { $0.count <= 80 || $0.hasPrefix("USAGE:") })
        for text in texts(help) { #expect(text.lines <= 2, "\(name): \(text.head)") }
    }

    @Test(arguments: names)
    func `Every command has an example that is right`(_ name: String) throws {
        let lines = try help(name)
        let place = try #require(lines.firstIndex(of: "Example:"), "\(name) has no example")
        let examples = lines[(place + 1)...].prefix { $0.hasPrefix("  ") }
        #expect(!examples.isEmpty)
        for example in examples {
            let words = example.split(separator: " ").map(String.init).prefix {
                ![">", "&&"].contains($0)
            }
            #expect(words.prefix(2) == ["scs-check", name])
            var given = GivenArguments(Array(words.dropFirst()))
            _ = try given.command()
        }
    }

    @Test func `The help of a run has groups`() throws {
        let help = try help("run")
        let groups = help.filter { $0.hasSuffix(":") && $0 == $0.uppercased() }
        #expect(
            groups == [
                "WHAT TO TEST:", "WHERE TO TEST:", "HOW TO TEST:", "OUTPUT:", "SECRETS:",
                "OPTIONS:",
            ])
        // What belongs to no group is what every command has.
        #expect(
            texts(Array(["USAGE:"] + help[(help.lastIndex(of: "OPTIONS:") ?? 0)...])).count == 2)
    }

    /// Reading the standards takes ten times a start.
    @Test func `Help and errors read no standards`() throws {
        let unreadable = CheckCollection(
            [
                CheckCollection.Check("broken.yaml", Array("[".utf8)) { _ in
                    throw CancellationError()
                }
            ])
        try CheckProgram.$current.withValue(
            CheckProgram(name: "x", version: "1", collections: [unreadable])
        ) {
            #expect(throws: (any Error).self) { try CheckProgram.current.registry() }
            for command in Self.commands { #expect(!Program.helpMessage(for: command).isEmpty) }
            #expect(!Program.helpMessage().isEmpty)
            _ = try Program.description()
            #expect(!Program.completionScript(for: .bash).isEmpty)
            #expect(
                try UsageMessage.text(
                    for: ValidationError("no"), .validationFailure, GivenArguments(["run"])
                )
                .hasPrefix("Error: No."))
        }
    }
}
