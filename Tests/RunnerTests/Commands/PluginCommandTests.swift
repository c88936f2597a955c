// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import SCSCheck
import Testing
import TestSupport

@testable import SCSCheckCommand

/// The worked examples of plug-ins, and the commands that a user and an author have for them.
@Suite(.serialized) struct PluginCommandTests {
    private static let examples = RegistryTests.root + "/Examples/plugins"
    private static let python = "scs-9101-small-volumes.py"
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws {
        temporary = try TemporaryFolder()
        // A program that has gone must not end the tests.
        Console.prepare()
    }

    private func run(_ arguments: [String]) async throws -> Int32 {
        do {
            let command = try Program.command(arguments)
            guard var command = command as? any AsyncParsableCommand else { return 64 }
            try await PluginProgram.$descriptionLimit.withValue(.seconds(3600)) {
                try await command.run()
            }
            return 0
        } catch {
            return Program.exitCode(for: error).rawValue
        }
    }

    /// The outcomes of a run or judgement with the examples, as `VERDICT reason` by id.
    private func rulings(_ arguments: [String]) async throws -> [String: String] {
        let output = folder + "/\(UInt32.random(in: .min ... .max))"
        _ = try await run(arguments + ["--checks", Self.examples, "--output", output])
        let report = try JSONReport.read(
            Array(try Data(contentsOf: URL(filePath: output + "/report.json"))), file: "")
        return Dictionary(
            uniqueKeysWithValues: report.testcases.map {
                ($0.id, $0.verdict.rawValue + ($0.reason.map { " \($0.rawValue)" } ?? ""))
            })
    }

    @Test(arguments: [python, "scs-9102-member-role.sh"])
    func `Both examples keep to the protocol`(_ file: String) async throws {
        let findings = try await review("\(Self.examples)/\(file)")
        #expect(findings.allSatisfy { $0.isRight }, "\(findings)")
        #expect(findings.dropFirst().allSatisfy { $0.text.hasSuffix(": PASS") }, "\(findings)")
        #expect(try await run(["check-plugin", "\(Self.examples)/\(file)"]) == 0)
    }

    @Test
    func `They run, are recorded and judged like built-in checks`() async throws {
        let facts = folder + "/facts.json"
        let names = ["small-volumes", "scs-9102", "scs-0100"]
        let all = [
            "scs-9101-small-flavor": "PASS", "scs-9101-volume": "PASS", "scs-9102-member": "PASS",
            "scs-0100-syntax-check": "PASS", "scs-0100-semantics-check": "PASS",
        ]
        let ran = try await rulings(
            ["run", "--cloud", "simulated", "--record", facts] + names
                + ["--allow-cloud-access", Self.python])
        #expect(ran == all)
        // What only the cloud could tell is carried over.
        #expect(try await rulings(["judge", facts] + names) == all)
    }

    @Test
    func `A preset names their folder, and those that may call the clouds`() async throws {
        let file = folder + "/scs-check.yaml"
        func status(_ allowed: String) async throws -> Int32 {
            try Data(
                """
                defaults: {checks: \(Self.examples), standards: [scs-9101], output: \(folder)/fleet}
                subjects: {one: {cloud: simulated}, two: {cloud: simulated}}
                presets: {nightly: {subjects: '*', allow-cloud-access: \(allowed)}}

                """.utf8
            ).write(to: URL(filePath: file))
            return try await run(["run", "--config", file, "--preset", "nightly", "--quiet"])
        }
        #expect(try await status("[\(Self.python)]") == 0)
        #expect(try await status("[]") == 64)
        #expect(try await status("[scs-9102-member-role.sh]") == 64)
        #expect(try await status("no-such-program") == 64)
    }

    @Test
    func `What a program tested that has changed since is tested again`() async throws {
        let (file, program) = (folder + "/scs-check.yaml", folder + "/member.sh")
        let text = try String(
            contentsOfFile: Self.examples + "/scs-9102-member-role.sh", encoding: .utf8)
        try Data(text.utf8).write(to: URL(filePath: program))
        #expect(chmod(program, 0o755) == 0)
        try Data(
            """
            subjects: {one: {cloud: simulated}}
            defaults: {output: \(folder)/fleet, checks: \(folder)}
            presets: {nightly: {subjects: one, standards: [scs-9102, scs-0100]}}

            """.utf8
        ).write(to: URL(filePath: file))
        let resume = ["run", "--config", file, "--preset", "nightly", "--quiet", "--resume"]
        func report() throws -> Report {
            let path = folder + "/fleet/one/report.json"
            return try JSONReport.read(
                Array(try Data(contentsOf: URL(filePath: path))), file: path)
        }
        #expect(try await run(resume) == 0)
        let first = try report()
        let before = try #require(first.testcases.first { $0.standard == "scs-9102" }?.testedBy)
        #expect(before.name == "member.sh" && before.sha256 == Array(text.utf8).sha256)
        #expect(first.testcases.allSatisfy { ($0.testedBy == nil) == ($0.standard == "scs-0100") })
        // Nothing changed, so nothing is tested.
        #expect(try await run(resume) == 0)
        #expect(try report().run.id == first.run.id)
        try Data((text + "# changed\n").utf8).write(to: URL(filePath: program))
        #expect(try await run(resume) == 0)
        let second = try report()
        #expect(second.run.id != first.run.id)
        for testcase in second.testcases {
            #expect((testcase.carriedOver == nil) == (testcase.standard == "scs-9102"))
        }
        #expect(second.testcases.contains { $0.testedBy != nil && $0.testedBy != before })
    }

    @Test
    func `Without leave only what needs the cloud is an ABORT`() async throws {
        #expect(
            try await rulings(["run", "scs-9101", "--cloud", "simulated"]) == [
                "scs-9101-small-flavor": "PASS", "scs-9101-volume": "ABORT not-permitted",
            ])
    }

    @Test(
        arguments: [
            ("simulated:undeletable", "FAIL resource-error"),
            ("simulated:quota-full", "ABORT quota"),
        ])
    func `They find what is wrong with a cloud`(_ cloud: String, _ ruling: String) async throws {
        let found = try await rulings([
            "run", "scs-9101", "--cloud", cloud, "--allow-cloud-access", Self.python,
        ])
        #expect(found["scs-9101-volume"] == ruling)
    }

    @Test
    func `Plan, list and explain know them`() async throws {
        let checks = ["--checks", Self.examples]
        #expect(try await run(["list"] + checks) == 0)
        #expect(try await run(["explain", "scs-9102-member"] + checks) == 0)
        #expect(try await run(["explain", "scs-9102-member"]) == 64)
        #expect(try await run(["plan", "small-volumes", "--cloud", "simulated"] + checks) == 0)
    }

    @Test(
        arguments: [
            ["--checks", "/no/such/folder"], ["--allow-cloud-access", "scs-9101"],
            ["--allow-cloud-access", "scs-9102-member-role.sh"],
        ])
    func `Options for plug-ins that are not there, or ask for nothing, are refused`(
        _ options: [String]
    ) async throws {
        let checks = options.contains("--checks") ? [] : ["--checks", Self.examples]
        #expect(
            try await run(["run", "scs-0100", "--cloud", "simulated"] + options + checks) == 64)
    }

    @Test
    func `Check-plugin ends with 1 where the program is no plug-in, or breaks off`() async throws {
        let file = folder + "/bad"
        #expect(try await run(["check-plugin", file]) == 1)
        try Data("#!/bin/sh\necho no\n".utf8).write(to: URL(filePath: file))
        #expect(try await run(["check-plugin", file]) == 1)
        #expect(chmod(file, 0o755) == 0)
        #expect(try await run(["check-plugin", file]) == 1)
        #expect(try await run(["check-plugin", file, "--cloud", "mycloud"]) == 64)
    }

    @Test
    func
        `The page for authors names each schema, and its description is one that the program takes`()
        async throws
    {
        let docs = RegistryTests.root + "/docs"
        let page = try String(contentsOfFile: docs + "/plugins.md", encoding: .utf8)
        for file in try FileManager.default.contentsOfDirectory(atPath: docs + "/plugins") {
            #expect(page.contains("(plugins/\(file))"))
        }
        let description = try #require(
            page.split(separator: "```").first { $0.hasPrefix("json\n{\n") }
        ).dropFirst(4)
        let file = folder + "/page"
        try Data("#!/bin/sh\ncat <<'END'\n\(description)END\n".utf8)
            .write(to: URL(filePath: file))
        #expect(chmod(file, 0o755) == 0)
        let plugin = try await PluginFolder.plugin(at: file, known: [], environment: [:])
        #expect(plugin.standard.id == "scs-9102" && plugin.callsCloud)
    }

    @Test
    func `The usual folder is that of the user's data, and used only where it is`() throws {
        let data = folder + "/data"
        let home = folder + "/home"
        let inData = data + "/scs-check/checks"
        let inHome = home + "/.local/share/scs-check/checks"
        #expect(ChecksOptions.usual(["XDG_DATA_HOME": data, "HOME": home]) == nil)
        for path in [inData, inHome] {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        }
        #expect(ChecksOptions.usual(["XDG_DATA_HOME": data, "HOME": home]) == inData)
        #expect(ChecksOptions.usual(["HOME": home]) == inHome)
        // A path that depends on where somebody stands is none.
        #expect(ChecksOptions.usual(["XDG_DATA_HOME": "data", "HOME": home]) == inHome)
        #expect(ChecksOptions.usual([:]) == nil)
    }

    @Test
    func `Their environment holds no credential and no cloud`() {
        let all = [
            "PATH": "/bin", "LC_ALL": "C", "OS_PASSWORD": "x", "OS_CLOUD": "c", "PYTHONPATH": "/p",
            "https_proxy": "http://proxy:1", "HTTP_PROXY": "http://user:secret@proxy:1",
        ]
        #expect(
            PluginEnvironment.passed(all) == [
                "PATH": "/bin", "LC_ALL": "C", "https_proxy": "http://proxy:1",
            ])
    }

    /// What `check-plugin` says of the Python example with one change.
    private func review(_ old: String, _ new: String) async throws -> [PluginReview.Finding] {
        let text = try String(contentsOfFile: "\(Self.examples)/\(Self.python)", encoding: .utf8)
        #expect(text.contains(old))
        let file = folder + "/changed.py"
        try Data(text.replacing(old, with: new).utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
        return try await review(file)
    }

    private func review(_ program: String) async throws -> [PluginReview.Finding] {
        try await PluginProgram.$descriptionLimit.withValue(.seconds(3600)) {
            try await PluginReview(program: program, timeLimit: .seconds(3600)).findings()
        }
    }

    @Test(
        arguments: [
            ("\"protocol\": 1", "\"protocol\": 2", "$.protocol is 2; expected 1."),
            ("\"target\": \"main\"", "\"target\": \"all\"", ".target is \"all\"; expected one of"),
            ("\"id\": \"scs-9101\"", "\"id\": \"scs-0100\"", "is a name of Flavor naming"),
            (
                "    if not sys.stdin.readline():\n        sys.exit(\"scs-check has gone\")",
                "    return", "did not wait for the acknowledgement of its intend of"
            ),
            (
                "    if not sys.stdin.readline():\n        sys.exit(\"scs-check has gone\")",
                "    sys.stdin.readline()", "although its intention was not acknowledged"
            ),
            (
                "request[\"prefix\"] + \"-volume\"", "\"volume\"",
                "announced the name volume, but names must begin with scs-check-"
            ),
            ("acknowledged(\"gone\", name=name)\n    say", "say", "keeps"),
            ("\"PASS\")", "\"GOOD\")", "verdict.verdict is \"GOOD\"; expected one of PASS"),
            ("flavors = request", "flavors = no", "NameError"),
        ])
    func `Check-plugin says what an author got wrong, sentence by sentence`(
        _ old: String, _ new: String, _ sentence: String
    ) async throws {
        let findings = try await review(old, new)
        guard sentence != "keeps" else {
            // What it does not delete, or does not tell, is removed for it.
            #expect(findings.allSatisfy { $0.isRight }, "\(findings)")
            return
        }
        #expect(findings.contains { !$0.isRight && $0.text.contains(sentence) }, "\(findings)")
    }
}
