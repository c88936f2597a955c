// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSSimulatedCloud

/// Tells the author of a plug-in whether it keeps to the protocol.
struct CheckPluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-plugin",
        abstract: "Check whether a plug-in program keeps to the protocol.",
        discussion: """
            The program describes itself and runs all its test cases against the cloud that is built in, \
            with all its access, or judges the facts of a record. No other cloud is touched. The verdicts may be \
            any; each breach of the protocol is a sentence. Exit status: 0 it keeps to the protocol, \
            1 it does not.

            Example:
              \(CheckProgram.current.name) check-plugin ./my-check.py
            """)

    @Argument(help: ArgumentHelp("The program.", valueName: "program"), completion: .file())
    var program: String

    @Option(
        help: ArgumentHelp(
            "Judge the facts of a record instead of those of the simulated cloud.",
            valueName: "file"), completion: .file())
    var facts: String?

    @Option(help: ArgumentHelp("The time limit of each test case.", valueName: "seconds"))
    var timeLimit = 60

    @Option(
        help: ArgumentHelp(
            "The simulated cloud: simulated, or simulated:FAULT.", valueName: "name"))
    var cloud = "simulated"

    func validate() throws {
        guard (1...3600).contains(timeLimit) else {
            throw ValidationError("--time-limit takes 1 to 3600 seconds, not \(timeLimit).")
        }
        guard SCSSimulatedCloud.Profile.parse(cloud) != nil else {
            throw ValidationError(
                "--cloud takes simulated or simulated:FAULT, not \(cloud.quotedForMessage).")
        }
    }

    func run() async throws {
        let review = PluginReview(
            program: program, cloud: cloud, timeLimit: .seconds(timeLimit), facts: try recorded())
        let findings = try await review.findings()
        for finding in findings {
            Console.print("\(finding.isRight ? "ok" : "wrong"): \(finding.text)")
        }
        guard findings.allSatisfy(\.isRight) else { throw ExitCode(1) }
        Console.print("\(program.harmless(300)) keeps to the protocol.")
    }

    private func recorded() throws -> RecordedFacts? {
        guard let facts else { return nil }
        guard
            let bytes = try ConfigurationFile.contents(facts, limit: LocalFile.Limit.record)
        else { throw ValidationError("The record \(facts.quotedForMessage) does not exist.") }
        do {
            return try RecordedFacts.read(
                bytes, file: facts.harmless(300),
                facts: try CheckProgram.current.registry().facts.map(\.name))
        } catch {
            throw error.asCommandError
        }
    }
}
