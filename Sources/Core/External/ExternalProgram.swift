// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Subprocess
import SystemPackage

/// A program that prints `testcase-id: PASS|FAIL|ABORT` for test cases of a scope.
package struct ExternalProgram: Sendable {
    /// A variable that its arguments or its environment use and that has no value.
    package struct MissingVariable: Error, CustomStringConvertible {
        var program: String
        var variable: String

        package var description: String {
            "\(program) needs a value for the variable \(variable); give --assign \(variable)=VALUE."
        }
    }

    /// A command that cannot be carried out as it is written.
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
    /// The most of its output that is kept.
    private static let outputLimit = 4 << 20

    init(
        _ script: Scope.Script, testcases: [String], parameters: [String: String],
        _ settings: Plan.ProgramSettings
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

    /// Runs it to its end or to the time limit; a test case without a line of its own is an ABORT.
    func run(date: @Sendable () -> Date) async -> [TestcaseOutcome] {
        let started = date()
        let watch = Stopwatch(clock)
        var problem: Classification?
        var results: [String: Verdict] = [:]
        var evidence: [Evidence] = []
        do {
            let ended = try await invoke()
            results = Self.results(in: ended.output, among: Set(testcases))
            evidence = Self.evidence(ended)
            if ended.status != "status 0" {
                evidence.insert(Evidence(.output, "it ended with \(ended.status)"), at: 0)
            }
        } catch {
            problem = Classification(of: error, judging: false)
        }
        return testcases.map { id in
            var outcome = TestcaseOutcome(id: id, verdict: results[id] ?? .abort)
            outcome.startedAt = started
            outcome.duration = watch.elapsed
            outcome.evidence = evidence
            switch outcome.verdict {
            case .pass: break
            case .fail:
                outcome.reason = .demandNotMet
                outcome.message = "\(name) says FAIL."
            case .abort, .missing:
                outcome.reason = problem?.reason ?? .noResult
                outcome.message =
                    problem?.message
                    ?? (results[id] == nil
                        ? "\(name) printed no result for \(id)." : "\(name) says ABORT.")
                outcome.advice =
                    "Run it by hand in \(folder): \(name) \(arguments.joined(separator: " "))"
            }
            return outcome
        }
    }

    private var name: String {
        executable.split(separator: "/").last.map(String.init) ?? executable
    }

    private struct Ended: Sendable {
        var status: String
        var output: String
        var errors: String
    }

    private func invoke() async throws -> Ended {
        try await withThrowingTaskGroup(of: Ended?.self) { group in
            group.addTask { try await launch() }
            group.addTask {
                try await clock.sleep(for: timeLimit)
                return nil
            }
            defer { group.cancelAll() }
            guard let ended = try await group.next() ?? nil else {
                throw Finding(
                    .timedOut, "\(name) was not done after \(timeLimit.spoken) and was ended.",
                    advice: "Give it longer: --time-limit SECONDS.")
            }
            return ended
        }
    }

    private func launch() async throws -> Ended {
        // The interpreter is the one of the user's path, as for upstream's harness.
        let isPython = executable.hasSuffix(".py")
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))]
        do {
            let result = try await Subprocess.run(
                isPython ? .name("python3") : .path(FilePath(executable)),
                arguments: Arguments((isPython ? [executable] : []) + arguments),
                environment: .custom(
                    Dictionary(
                        uniqueKeysWithValues: environment.map {
                            (Environment.Key(stringLiteral: $0.key), $0.value)
                        })),
                workingDirectory: FilePath(folder), platformOptions: options,
                output: .string(limit: Self.outputLimit), error: .string(limit: Self.outputLimit))
            return Ended(
                status: Self.spoken(result.terminationStatus), output: result.standardOutput,
                errors: result.standardError)
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            throw Finding(
                .noResult, "\(name) printed more than \(Self.outputLimit >> 20) MiB and was ended.")
        } catch let error as SubprocessError {
            throw Finding(
                .noResult, "\(executable) cannot be run: \(error)",
                advice: "Check that it is there, beside the scope file, and may be executed.")
        }
    }

    private static func spoken(_ status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "status \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }

    /// The verdicts of the lines that are results: the id before the last colon, any case.
    static func results(in output: String, among known: Set<String>) -> [String: Verdict] {
        var results: [String: Verdict] = [:]
        for line in output.split(whereSeparator: \.isNewline) {
            guard let colon = line.lastIndex(of: ":") else { continue }
            let id = String(line[..<colon].trimmed)
            let word = line[line.index(after: colon)...].trimmed.uppercased()
            guard known.contains(id), let verdict = Verdict(rawValue: word), verdict != .missing
            else { continue }
            results[id] = verdict
        }
        return results
    }

    /// The ends of what it printed, line by line.
    private static func evidence(_ ended: Ended) -> [Evidence] {
        [("stdout", ended.output), ("stderr", ended.errors)].flatMap { name, text in
            text.split(whereSeparator: \.isNewline).suffix(100)
                .map { Evidence(.output, "\(name): \($0)") }
        }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
