// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import TestSupport
import Testing

@testable import Core

/// Programs of a scope: what their lines mean, what they get to see, and how they are ended.
@Suite struct ExternalProgramTests {
    private let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    private func program(
        _ script: String, _ testcases: [String] = ["a-1", "a-2"],
        environment: [String: String] = [:],
        timeLimit: Duration = .seconds(3600)
    ) throws -> ExternalProgram {
        let folder = temporary.path
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: temporary.file("check"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: folder + "/check")
        return try ExternalProgram(
            Scope.Script(
                executable: "./check",
                arguments: try #require(Template("-c '{cloud}' {testcases}")),
                environment: [("MODE", try #require(Template("{cloud}!")))]),
            testcases: testcases, parameters: [:],
            Plan.ProgramSettings(
                variables: ["cloud": "my cloud"], folder: folder,
                environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 },
                timeLimit: timeLimit))
    }

    private func outcomes(_ program: ExternalProgram) async -> [String: TestcaseOutcome] {
        let outcomes = await program.run(date: { Date() })
        return Dictionary(uniqueKeysWithValues: outcomes.map { ($0.id, $0) })
    }

    @Test("Its lines are verdicts; what it does not mention is an ABORT")
    func lines() async throws {
        let found = await outcomes(
            try program("echo 'a-1: pass'; echo 'b-9: PASS'; echo 'INFO: a-2'; exit 3"))
        #expect(found["a-1"]?.verdict == .pass)
        #expect(found["a-2"]?.verdict == .abort && found["a-2"]?.reason == .noResult)
        #expect(found["a-2"]?.evidence.contains { $0.text.contains("status 3") } == true)
        #expect(found.count == 2)
    }

    @Test("It gets its arguments and its environment, and nothing else of ours")
    func surroundings() async throws {
        let found = await outcomes(
            try program(
                #"[ "$1 $2 $3 $4" = "-c my cloud a-1 a-2" ] && [ "$MODE" = "my cloud!" ] && "#
                    + #"[ -z "$HOME" ] && echo "a-1: PASS" || echo "a-1: FAIL"; env"#))
        #expect(found["a-1"]?.verdict == .pass, "\(found["a-1"]?.evidence ?? [])")
    }

    @Test("One that does not end is ended")
    func endless() async throws {
        let found = await outcomes(
            try program("echo 'a-1: PASS'; exec sleep 600", timeLimit: .milliseconds(300)))
        #expect(found["a-1"]?.verdict == .abort && found["a-1"]?.reason == .timedOut)
    }

    @Test("One that is not there is an ABORT with its path")
    func absent() async throws {
        let program = try ExternalProgram(
            Scope.Script(executable: "./nothing", arguments: .empty, environment: []),
            testcases: ["a-1"], parameters: [:],
            Plan.ProgramSettings(
                variables: [:], folder: "/tmp", environment: [:], timeLimit: .seconds(5)))
        let found = await outcomes(program)["a-1"]
        #expect(found?.verdict == .abort && found?.message?.contains("/tmp/./nothing") == true)
    }

    @Test("A variable without a value, and a program from elsewhere, are refused")
    func refused() throws {
        let settings = Plan.ProgramSettings(
            variables: [:], folder: "/tmp", environment: [:], timeLimit: .seconds(5))
        #expect(throws: ExternalProgram.MissingVariable.self) {
            try ExternalProgram(
                Scope.Script(
                    executable: "./x", arguments: try #require(Template("{cloud}")),
                    environment: []), testcases: [], parameters: [:], settings)
        }
        #expect(throws: ExternalProgram.Unusable.self) {
            try ExternalProgram(
                Scope.Script(
                    executable: "https://example.org/x", arguments: .empty, environment: []),
                testcases: [], parameters: [:], settings)
        }
    }

    @Test(
        "Arguments are split as a shell splits them",
        arguments: [
            ("a  b", ["a", "b"]), ("'a b' \"c d\"", ["a b", "c d"]), ("a\\ b", ["a b"]),
            ("-x='' y", ["-x=", "y"]), ("''", [""]), (#""a\"b\n""#, [#"a"b\n"#]), ("", []),
        ])
    func words(_ text: String, _ words: [String]) {
        #expect(ShellWords.split(text) == words)
    }

    @Test("An open quote is no command", arguments: ["'a", "\"", "a\\"])
    func open(_ text: String) {
        #expect(ShellWords.split(text) == nil)
    }
}
