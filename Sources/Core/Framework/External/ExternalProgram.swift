// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport
import Subprocess
import SystemPackage

/// A program that prints `testcase-id: PASS|FAIL|ABORT` for test cases of a scope.
package struct ExternalProgram: Sendable {
    /// A variable in its arguments or environment that has no value.
    package struct MissingVariable: Error, CustomStringConvertible {
        var program: String
        var variable: String

        package var description: String {
            "\(program) needs a value for the variable \(variable); give \(InterfaceTerm.assignment) "
                + "\(variable)=VALUE."
        }
    }

    /// A command that cannot be run as written.
    package struct Unusable: Error, CustomStringConvertible {
        package var description: String
    }

    let executable: String
    let arguments: [String]
    let environment: [String: String]
    let folder: String
    let testcases: [String]
    let timeLimit: Duration
    let clock: any Clock<Duration>
    /// How long it may take to end after its time limit, before it is killed.
    var grace = Duration.seconds(5)
    /// The maximum of its output that is kept.
    private static let outputLimit = 4 << 20

    init(
        _ script: Scope.Script, testcases: [String], parameters: [String: String],
        _ settings: ProgramSettings
    ) throws {
        var path = script.executable ?? ""
        if path.hasPrefix("file://") { path.removeFirst("file://".count) }
        guard !path.contains("://") else {
            throw Unusable(
                description: "\(path.harmless(200)) is not run: programs are not downloaded; "
                    + "keep it beside the scope file.")
        }
        var values = settings.variables.merging(parameters) { given, _ in given }
        values["testcases"] = testcases.joined(separator: " ")
        for template in [script.arguments] + script.environment.map(\.value) {
            if let missing = template.variables.first(where: { values[$0] == nil }) {
                throw MissingVariable(program: path, variable: missing)
            }
        }
        guard let words = ShellWords.split(script.arguments.filled(with: values)) else {
            throw Unusable(description: "The arguments of \(path) have an open quote.")
        }
        executable = path.hasPrefix("/") ? path : settings.folder + "/" + path
        arguments = words
        environment = settings.environment.merging(
            script.environment.map { ($0.name, $0.value.filled(with: values)) }
        ) { $1 }
        folder = settings.folder
        self.testcases = testcases
        timeLimit = settings.timeLimit
        clock = settings.clock
    }

    /// Runs it to its end or time limit; a test case without a clear line is an ABORT.
    func run(date: @Sendable () -> Date) async -> [TestcaseOutcome] {
        let started = date()
        let watch = Stopwatch(clock)
        let ended: Result<Ended, any Error>
        do {
            ended = .success(try await invoke())
        } catch {
            ended = .failure(error)
        }
        return testcases.map { id in
            var outcome: TestcaseOutcome
            switch ended {
            case .success(let ended):
                let results = ProgramResults(
                    of: name, ending: ended.ending, output: ended.output, testcases: testcases)
                outcome = TestcaseOutcome(
                    id: id, conclusion: results.conclusion(on: id), recorded: Self.evidence(ended))
            case .failure(let error):
                outcome = TestcaseOutcome(id: id, conclusion: Conclusion(of: error, judging: false))
            }
            outcome.startedAt = started
            outcome.duration = watch.elapsed
            if outcome.verdict == .abort {
                outcome.conclusion.finding?.advice =
                    "Run it by hand in \(folder): \(name) \(arguments.joined(separator: " "))"
            }
            return outcome
        }
    }

    private var name: String {
        executable.split(separator: "/").last.map(String.init) ?? executable
    }

    private struct Ended: Sendable {
        var ending: ProgramResults.Ending
        var output: String
        var errors: String
        /// How many processes it left behind.
        var orphans = 0
    }

    private func invoke() async throws -> Ended {
        guard let ended = try await value(within: timeLimit, on: clock, launch) else {
            throw Finding(
                .timedOut,
                "\(name) did not finish within \(timeLimit.formatted); it and every process that it "
                    + "started were ended.",
                advice: "Raise \(InterfaceTerm.timeLimit).")
        }
        return ended
    }

    private func launch() async throws -> Ended {
        // The interpreter on the user's path, as upstream's harness does.
        let isPython = executable.hasSuffix(".py")
        let launch = ProgramLaunch(
            executable: isPython ? .name("python3") : .path(FilePath(executable)),
            arguments: (isPython ? [executable] : []) + arguments, environment: environment,
            folder: folder, clock: clock, grace: grace)
        do {
            let (result, orphans) = try await launch.run(
                input: .none, output: .string(limit: Self.outputLimit),
                error: .string(limit: Self.outputLimit)
            ) { _ in }
            return Ended(
                ending: ProgramResults.Ending(result.terminationStatus),
                output: result.standardOutput, errors: result.standardError, orphans: orphans)
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            throw Finding(
                .noResult, "\(name) printed more than \(Self.outputLimit >> 20) MiB and was ended.")
        } catch let error as SubprocessError {
            throw Finding(
                .noResult, "\(executable) cannot be run: \(error)",
                advice: "Check that it exists beside the scope file and is executable.")
        }
    }

    /// How it ended, if that matters, and the end of what it printed, line by line.
    private static func evidence(_ ended: Ended) -> [Evidence] {
        var evidence: [Evidence] = []
        if let failure = ended.ending.failure {
            evidence.append(Evidence(.output, "it \(failure)"))
        }
        if ended.orphans > 0 {
            evidence.append(
                Evidence(
                    .output,
                    "it left \(ended.orphans.counted("process", "processes")) running, now ended"))
        }
        return evidence
            + [("stdout", ended.output), ("stderr", ended.errors)].flatMap { name, text in
                text.split(whereSeparator: \.isNewline).suffix(100)
                    .map { Evidence(.output, "\(name): \($0)") }
            }
    }
}
