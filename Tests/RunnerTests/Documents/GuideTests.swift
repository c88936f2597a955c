// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import SCSSupport
import Testing
import TestSupport

@testable import SCSCheckCommand

/// The commands in README and the guides exist, and their links lead somewhere; `make guides` runs the commands.
struct GuideTests {
    static let pages = [
        "README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/ASSESSORS.md", "docs/OPERATORS.md",
        "docs/HANDOVER.md", "docs/REPORTS.md", "docs/FLEET.md", "docs/plugins.md",
        "docs/REFERENCE.md",
    ]

    @Test func `Commands are read without comments, and with their continuations`() {
        let page = """
            ```yaml
            a: b
            ```
              ```sh
              # nothing
              scs-check run a \\
                --cloud b   # why
              ```
            """
        #expect(GuideCommands.commands(in: page) == ["scs-check run a --cloud b"])
    }

    @Test(arguments: pages)
    func `Each command of a page is one that the program takes`(page: String) throws {
        let makefile = try String(
            contentsOf: URL(filePath: RegistryTests.root).appending(path: "Makefile"),
            encoding: .utf8)
        for command in try GuideCommands.read(page) {
            // What the shell does with its output is not the program's.
            let words = try #require(
                ShellWords.split(String(command.prefix { !"<>|;".contains($0) })), "\(command)")
            let first = words.first { !$0.contains("=") } ?? ""
            switch first {
            case "scs-check":
                let arguments = Array(words.drop { $0 != "scs-check" }.dropFirst())
                #expect(throws: Never.self, "\(page): \(command)") {
                    try Program.command(arguments)
                }
            case "make":
                let targets = words.drop { $0 != "make" }.dropFirst().filter { !$0.contains("=") }
                for target in targets {
                    #expect(makefile.contains("\n\(target):"), "\(page): make \(target)")
                }
            default:
                let known = [
                    "apt-get", "chmod", "cp", "echo", "ssh-keygen", "swift", "systemctl", "tar",
                ]
                #expect(known.contains(first), "\(page): \(command)")
            }
        }
        let text = try String(
            contentsOf: URL(filePath: RegistryTests.root).appending(path: page), encoding: .utf8)
        let names = Program.configuration.subcommands.compactMap {
            $0.configuration.commandName
        }
        for name in GuideCommands.mentions(in: text) {
            #expect(names.contains(name), "\(page): \(name)")
        }
    }

    @Test(arguments: pages)
    func `Each link of a page leads to a file of the sources`(page: String) throws {
        let url = URL(filePath: RegistryTests.root).appending(path: page)
        let text = try String(contentsOf: url, encoding: .utf8)
        for match in text.matches(of: /\]\(([^)#\s]+)(#[^)\s]*)?\)/) {
            let link = String(match.1)
            guard !link.contains("://"), !link.hasPrefix("mailto:") else { continue }
            let target = url.deletingLastPathComponent().appending(path: link).standardized
            #expect(
                FileManager.default.fileExists(atPath: target.path(percentEncoded: false)),
                "\(page): \(link)")
        }
    }
}
