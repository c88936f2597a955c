// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import Testing

@testable import SCSCheckCommand

/// What is printed for wrong usage: the sentence, the nearest name, the usage of the command at hand.
struct UsageMessageTests {
    /// What the program prints to standard error for these arguments; nil if they are right.
    private func message(_ line: String) async throws -> String? {
        let given = GivenArguments(line.split(separator: " ").map(String.init))
        do {
            try await InterfaceTerm.$given.withValue(InterfaceTerm.onCommandLine) { [given] in
                var given = given
                var command = try given.command()
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
            }
            return nil
        } catch {
            let status = Program.exitCode(for: error)
            #expect(status.rawValue == 64)
            return try UsageMessage.text(for: error, status, given)
        }
    }

    static let mistakes: [(line: String, sentence: String, command: String)] = [
        ("runn", "There is no command 'runn'; did you mean run?", "scs-check <subcommand>"),
        (
            "runn scs-0117 --cloud simulated", "There is no command 'runn'; did you mean run?",
            "scs-check <subcommand>"
        ),
        ("help runn", "There is no command 'runn'; did you mean run?", "scs-check <subcommand>"),
        (
            "run volume-backpu --cloud simulated",
            "No standard or test case is called 'volume-backpu'; did you mean volume-backup? "
                + "All names: scs-check list.", "scs-check run"
        ),
        (
            "explain nothing",
            "No standard or test case is called 'nothing'. All names: scs-check list.",
            "scs-check explain"
        ),
        ("run --dept 1", "Unknown option '--dept'. Did you mean '--depth'?", "scs-check run"),
        ("run -x", "Unknown option '-x'.", "scs-check run"),
        (
            "run scs-0117 --depth dta",
            "--depth takes api, data or full, not \"dta\"; did you mean data?",
            "scs-check run"
        ),
        (
            "render r.json --format=jsno",
            "--format takes \(ReportFormat.allCases.dropLast().map(\.rawValue).joined(separator: ", "))"
                + " or lines, not \"jsno\"; did you mean json?", "scs-check render"
        ),
        (
            "run scs-0117 --time-limit -5", "--time-limit takes 1 to 604800 seconds, not -5.",
            "scs-check run"
        ),
        ("cleanup --late -1", "--late takes 0 to 86400 seconds, not -1.", "scs-check cleanup"),
        (
            "run scs-0117 --password-prompt -5",
            "The option '--password-prompt' does not take any value, but '-5' was specified.",
            "scs-check run"
        ),
        ("run --time-limit", "Missing value for '--time-limit <seconds>'.", "scs-check run"),
        ("list foo", "Unexpected argument 'foo'.", "scs-check list"),
        ("render", "Missing expected argument '<report.json> ...'.", "scs-check render"),
        (
            "render /etc",
            "/etc/report.json does not exist; give the path of a report.json.",
            "scs-check render"
        ),
        (
            "flavor --build --cpus x", "The value 'x' is invalid for '--cpus <cpus>'.",
            "scs-check flavor"
        ),
        (
            "run --scope iaas --scope-version v99 --cloud simulated",
            "The scope has no version 'v99'. It has next, v6, v5.1, v4, v3.", "scs-check run"
        ),
        (
            "run --scope iaas --scope-version v5 --version v5.1",
            "--scope-version was given twice; give it once.", "scs-check run"
        ),
        (
            "run --scope-version v4 --cloud simulated scs-0117",
            "--date, --scope-version, --lenient, --attestations, --assign and --pass-environment need a "
                + "scope: add --scope iaas or --scope FILE.", "scs-check run"
        ),
        (
            "run nothing --scope iaas --version v4 --time-limit 0",
            "--time-limit takes 1 to 604800 seconds, not 0.", "scs-check run"
        ),
        (
            "run scs-0117 --cloud simulated:backup-eror",
            "No simulated cloud is called 'simulated:backup-eror'; did you mean \"backup-error\"? "
                + "A test case's id is the name of a cloud that fails it.", "scs-check run"
        ),
        (
            "plan scs-0117 --cloud a --cloud b", "--cloud was given twice; give it once.",
            "scs-check plan"
        ),
    ]

    @Test(arguments: mistakes)
    func `Wrong usage is the sentence, the nearest name and the usage of the command`(
        _ line: String, _ sentence: String, _ command: String
    ) async throws {
        let text = try #require(try await message(line))
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.first == "Error: \(sentence)")
        #expect(lines.contains { $0.hasPrefix("Usage: \(command)") }, "\(text)")
        #expect(lines.last?.contains("--help") == true)
        // At most a screen of 80 columns and 24 lines.
        #expect(lines.map { ($0.count + 79) / 80 }.reduce(0, +) <= 24, "\(text)")
    }

    @Test func `An argument of any length leaves the message within a screen`() async throws {
        let long = String(repeating: "x", count: 5000)
        for line in ["run \(long)", "list \(long)", "run --\(long)", long] {
            let text = try #require(try await message(line))
            #expect(text.count < 1900, "\(text.count)")
        }
    }

    @Test(arguments: [
        ("the system said no", "The system said no."),
        ("clouds.yaml:3 is wrong", "clouds.yaml:3 is wrong."),
        ("Is it \"a\"?", "Is it \"a\"?"), ("Done.\n", "Done."),
    ])
    func `A sentence begins with a capital and ends with a full stop`(
        _ text: String, _ sentence: String
    ) {
        #expect(UsageMessage.sentence(text) == sentence)
    }

    @Test func `An error of the file system is told in words`() throws {
        let text = try UsageMessage.text(
            for: CocoaError(.fileReadNoPermission), .failure, GivenArguments(["list"]))
        #expect(text == "Error: Permission denied.")
    }

    @Test func `The former name of the scope's version still works and is not shown`() throws {
        for words in [["--version", "v4"], ["--version=v4"], ["--scope-version", "v4"]] {
            var given = GivenArguments(["run", "--scope", "iaas"] + words)
            #expect((try given.command() as? RunCommand)?.scope.scopeVersion == "v4")
        }
        #expect(!RunCommand.helpMessage().contains(" --version <"))
        #expect(RunCommand.helpMessage().contains("--scope-version <version>"))
    }

    @Test func `A negative number is a value where an option precedes it`() {
        #expect(
            GivenArguments(["run", "--late", "-1", "--", "--late", "-1"]).words
                == ["run", "--late=-1", "--", "--late", "-1"])
        #expect(
            GivenArguments(["run", "-1", "--a=b", "-2", "-x"]).words == [
                "run", "-1", "--a=b", "-2", "-x",
            ])
    }
}
