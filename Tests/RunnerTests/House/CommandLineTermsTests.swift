// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Testing

@testable import SCSCheck
@testable import SCSCheckCommand
@testable import SCSSupport

/// The framework and the checks know no command line; messages name its options all the same.
struct CommandLineTermsTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources")
    private static let commands = Program.configuration.subcommands.compactMap {
        $0.configuration.commandName
    }

    private static let help =
        Program.configuration.subcommands.map { Program.helpMessage(for: $0) }.joined()

    /// The lines that name an option or a command of this program; those of OpenStack's client are advice.
    private static func offences(_ text: String) -> [Int] {
        let names = commands.map { "scs-check \($0)" }
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .filter { _, line in
                let code = line.drop { $0 == " " }
                guard !code.hasPrefix("//") else { return false }
                if names.contains(where: code.contains) { return true }
                guard let option = code.firstRange(of: /--[a-z]/) else { return false }
                let before = code[..<option.lowerBound]
                // The style sheet of the HTML report has names of that form too.
                return !before.contains("openstack ") && !before.hasSuffix("var(")
            }.map { $0.offset + 1 }
    }

    @Test
    func `A line that names an option or a command is found`() {
        #expect(
            Self.offences("let a = \"omit --depth\"\n// --depth\n\"run scs-check list\"") == [1, 3])
        #expect(
            Self.offences("\"openstack image set --property A=B\"\n\"scs-check uses it\"") == [])
        #expect(Self.offences("\"color:var(--fail)\"\n\"omit (--depth)\"") == [2])
    }

    @Test
    func `Texts of the framework and the checks name no option and no command of the program`()
        throws
    {
        var count = 0
        for folder in ["Core", "Checks"] {
            let files = try #require(
                FileManager.default.enumerator(
                    at: Self.sources.appending(path: folder), includingPropertiesForKeys: nil))
            for case let file as URL in files where file.pathExtension == "swift" {
                count += 1
                let lines = Self.offences(try String(contentsOf: file, encoding: .utf8))
                #expect(lines.isEmpty, "\(file.path): lines \(lines)")
            }
        }
        #expect(count > 200)
    }

    @Test(
        arguments: InterfaceTerm.allCases)
    func `Each name on the command line is an option or a command that exists`(
        _ term: InterfaceTerm
    ) {
        let name = InterfaceTerm.onCommandLine(term)
        var words = name.split { " ,".contains($0) }[...]
        if words.first == "scs-check" {
            words.removeFirst()
            #expect(words.popFirst().map { Self.commands.contains(String($0)) } == true)
        }
        for option in words where option.hasPrefix("--") {
            #expect(Self.help.contains("\(option) "), "\(option)")
        }
    }

    @Test
    func `A message has the neutral name until the command line gives its own`() {
        #expect(Reason.timedOut.advice().hasSuffix("or raise the time limit of an operation."))
        #expect(InterfaceTerm.totalTime.inParentheses.isEmpty)
        InterfaceTerm.$given.withValue(InterfaceTerm.onCommandLine) {
            #expect(Reason.timedOut.advice().hasSuffix("or raise --time-limit."))
            #expect(InterfaceTerm.totalTime.inParentheses == " (--total-time)")
        }
    }
}
