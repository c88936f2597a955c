// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSSupport

/// External programs: their verdicts, their environment, and how they are ended.
struct ExternalProgramTests {
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
            ProgramSettings(
                variables: ["cloud": "my cloud"], folder: folder,
                environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 },
                timeLimit: timeLimit))
    }

    private func outcomes(_ program: ExternalProgram) async -> [String: TestcaseOutcome] {
        let outcomes = await program.run(date: { Date() })
        return Dictionary(uniqueKeysWithValues: outcomes.map { ($0.id, $0) })
    }

    @Test func `Each printed line is a verdict, and a test case without one is an ABORT`()
        async throws
    {
        let found = await outcomes(
            try program("echo 'a-1: pass'; echo 'a-1: PASS'; echo 'b-9: PASS'; echo 'INFO: a-2'"))
        #expect(found["a-1"]?.verdict == .pass)
        #expect(found["a-2"]?.verdict == .abort && found["a-2"]?.reason == .noResult)
        #expect(found.count == 2)
    }

    @Test(arguments: [
        ("echo 'a-1: PASS'; exit 1", "ended with status 1", "PASS"),
        ("echo 'a-1: FAIL'; exit 3", "ended with status 3", "FAIL"),
        ("echo 'a-1: PASS'; kill -9 $$", "was ended by signal 9", "PASS"),
        ("echo 'a-1: PASS'; kill -TERM $$", "was ended by signal 15", "PASS"),
        ("echo 'a-1: PASS'; exec ./absent", "ended with status 127", "PASS"),
    ])
    func `A failed program yields no verdicts, whatever it printed`(
        _ script: String, _ how: String, _ said: String
    ) async throws {
        let found = await outcomes(try program(script))
        for id in ["a-1", "a-2"] {
            #expect(found[id]?.verdict == .abort && found[id]?.reason == .noResult)
            #expect(found[id]?.message?.contains(how) == true, "\(found[id]?.message ?? "")")
        }
        #expect(found["a-1"]?.message?.contains("(\(said)) is ignored") == true)
        #expect(found["a-1"]?.evidence.contains { $0.text.contains("a-1: \(said)") } == true)
    }

    @Test(arguments: [["FAIL", "PASS"], ["PASS", "FAIL"], ["PASS", "abort", "PASS"]])
    func `Two different lines for one test case are an ABORT`(_ words: [String]) async throws {
        let lines = words.map { "echo 'a-1: \($0)'" }.joined(separator: "; ")
        let found = await outcomes(try program("\(lines); echo 'a-2: PASS'"))
        #expect(found["a-1"]?.verdict == .abort && found["a-1"]?.reason == .noResult)
        #expect(found["a-1"]?.message?.contains("contradicts itself") == true)
        #expect(found["a-2"]?.verdict == .pass)
    }

    @Test func `A program gets its arguments and its environment, and nothing else`() async throws {
        let found = await outcomes(
            try program(
                #"[ "$1 $2 $3 $4" = "-c my cloud a-1 a-2" ] && [ "$MODE" = "my cloud!" ] && "#
                    + #"[ -z "$HOME" ] && echo "a-1: PASS" || echo "a-1: FAIL"; env"#))
        #expect(found["a-1"]?.verdict == .pass, "\(found["a-1"]?.evidence ?? [])")
    }

    @Test func `A program that exceeds its time limit is ended`() async throws {
        let found = await outcomes(
            try program("echo 'a-1: PASS'; exec sleep 600", timeLimit: .milliseconds(300)))
        #expect(found["a-1"]?.verdict == .abort && found["a-1"]?.reason == .timedOut)
    }

    /// Starts a child that ignores TERM, by `start`, and records its process id.
    private func stubborn(_ start: String) -> String {
        let pid = temporary.file("pid").path
        return """
            \(start) sh -c 'trap "" TERM HUP; echo $$ > \(pid).new; mv \(pid).new \(pid); \
            while :; do sleep 1; done' &
            while [ ! -e \(pid) ]; do sleep 0.01; done
            echo 'a-1: PASS'
            """
    }

    private func isAlive() throws -> Bool {
        // On a busy machine the time limit may pass before it has started any.
        guard let bytes = FileManager.default.contents(atPath: temporary.file("pid").path) else {
            return false
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let pid = try #require(Int32(text.filter(\.isNumber)))
        guard let status = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else {
            return false
        }
        return !String(decoding: status, as: UTF8.self).contains(") Z ")
    }

    @Test(arguments: ["", "setsid", "nohup setsid"], ["wait", "trap '' TERM; wait"])
    func `The time limit ends grandchildren too, even those that ignore TERM`(
        _ start: String, _ end: String
    ) async throws {
        var program = try program(
            stubborn(start) + "\n\(end); sleep 600", timeLimit: .seconds(4))
        program.grace = .milliseconds(200)
        let found = await outcomes(program)
        #expect(found["a-1"]?.verdict == .abort && found["a-1"]?.reason == .timedOut)
        #expect(found["a-1"]?.message?.contains("every process that it started") == true)
        #expect(try !isAlive())
    }

    @Test(arguments: ["", "setsid"])
    func `Processes left running are ended and reported`(_ start: String) async throws {
        var program = try program(stubborn(start))
        program.grace = .milliseconds(100)
        let found = await outcomes(program)
        #expect(found["a-1"]?.verdict == .pass)
        #expect(found["a-1"]?.evidence.contains { $0.text.contains("process") } == true)
        #expect(try !isAlive())
    }

    @Test func `An interrupted run ends its programs`() async throws {
        var program = try program(stubborn("setsid") + "\nwait")
        program.grace = .milliseconds(100)
        let file = temporary.file("pid").path
        let work = Task { [program] in await outcomes(program) }
        while !FileManager.default.fileExists(atPath: file) { await Task.yield() }
        work.cancel()
        #expect(await work.value["a-1"]?.reason == .interrupted)
        #expect(try !isAlive())
    }

    @Test func `A missing program is an ABORT that names its path`() async throws {
        let program = try ExternalProgram(
            Scope.Script(executable: "./nothing", arguments: .empty, environment: []),
            testcases: ["a-1"], parameters: [:],
            ProgramSettings(
                variables: [:], folder: "/tmp", environment: [:], timeLimit: .seconds(3600)))
        let found = await outcomes(program)["a-1"]
        #expect(found?.verdict == .abort && found?.message?.contains("/tmp/./nothing") == true)
    }

    @Test func `A variable without a value and a program outside the folder are refused`() throws {
        let settings = ProgramSettings(
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

    @Test(arguments: [
        ("a  b", ["a", "b"]), ("'a b' \"c d\"", ["a b", "c d"]), ("a\\ b", ["a b"]),
        ("-x='' y", ["-x=", "y"]), ("''", [""]), (#""a\"b\n""#, [#"a"b\n"#]), ("", []),
    ])
    func `Arguments are split as a shell splits them`(_ text: String, _ words: [String]) {
        #expect(ShellWords.split(text) == words)
    }

    @Test(arguments: ["'a", "\"", "a\\"])
    func `An open quote is an error`(_ text: String) {
        #expect(ShellWords.split(text) == nil)
    }
}
