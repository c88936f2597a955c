// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import Testing
import TestSupport

@testable import SCSCheckCommand

/// scs-0128 with a program that imitates Tempest.
struct TempestTests {
    private let temporary: TemporaryFolder

    init() throws {
        temporary = try TemporaryFolder()
        for part in ["etc", "venv/bin"] {
            try FileManager.default.createDirectory(
                at: temporary.file(part), withIntermediateDirectories: true)
        }
        try write("", to: temporary.file("etc/tempest.conf").path)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var says: String
        var verdict: Verdict
        var word: String
        var status: Int { [.pass: 0, .fail: 1][verdict] ?? 2 }
        var testDescription: String { "\(verdict.rawValue) \(word)" }
    }

    @Test(arguments: [
        Case(
            says: "Ran: 3 tests in 1.0 sec.\n - Passed: 2\n - Skipped: 1\n - Failed: 0",
            verdict: .pass, word: "x-tempest: PASS"),
        Case(
            says: "{0} tempest.api.a.test_b [1.2s] ... FAILED\nRan: 2 tests in 1 sec.\n"
                + " - Passed: 1\n - Failed: 1", verdict: .fail, word: "tempest.api.a.test_b"),
        Case(
            says: "{1} setUpClass (tempest.api.a.ATest) [0.0s] ... FAILED\n"
                + "Ran: 2 tests in 1 sec.\n - Passed: 1\n - Failed: 1", verdict: .fail,
            word: "setUpClass (tempest.api.a.ATest) failed"),
        Case(
            says: "Ran: 2 tests in 1 sec.\n - Passed: 0\n - Skipped: 2\n - Failed: 0",
            verdict: .abort, word: "summary"),
        Case(says: "Traceback (most recent call last):", verdict: .abort, word: "Traceback"),
    ])
    func `Tempest's summary is the verdict`(_ example: Case) async throws {
        let workspace = temporary.path
        try install(in: workspace, says: example.says)
        let report = try await report(workspace)
        let outcome = try #require(report.testcases.first)
        #expect(outcome.verdict == example.verdict)
        // The scope has no target main, so its only test case decides the run.
        #expect(report.verdict == example.verdict && report.exitStatus == example.status)
        #expect(MarkdownReport.render(report).contains("the scope has no target main"))
        #expect(
            outcome.evidence.contains { $0.text.contains(example.word) }, "\(outcome.evidence)")
    }

    @Test func `A Tempest that lacks required tests does not pass`() async throws {
        let workspace = temporary.path
        try install(
            in: workspace, says: "Ran: 3 tests in 1.0 sec.\n - Passed: 3\n - Failed: 0",
            lists: "grep -v image \(Self.list)")
        let outcome = try await outcome(workspace)
        #expect(outcome.verdict == .abort)
        #expect(outcome.evidence.contains { $0.text.contains("lacks") }, "\(outcome.evidence)")
    }

    @Test func `Without Tempest there is no verdict, and the message says what is missing`()
        async throws
    {
        let outcome = try await outcome(temporary.path)
        #expect(outcome.verdict == .abort)
        #expect(outcome.evidence.contains { $0.text.contains("not installed") })
    }

    private static let list = RegistryTests.root + "/Standards/external/tempest-tests.txt"

    /// A program that prints the given summary, and lists its tests.
    private func install(
        in workspace: String, says: String, lists: String = "cat \(list)"
    ) throws {
        try write(
            """
            #!/bin/sh
            if [ "$2" = --list-tests ]; then \(lists); exit; fi
            cat <<'END'
            \(says)
            END

            """, to: workspace + "/venv/bin/tempest")
    }

    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    private func outcome(_ workspace: String) async throws -> Report.TestcaseReport {
        try #require(try await report(workspace).testcases.first)
    }

    private func report(_ workspace: String) async throws -> Report {
        let reports = workspace + "/reports"
        let command = try Program.command([
            "run", "--scope", RegistryTests.root + "/Standards/external/scs-0128.yaml", "--cloud",
            "simulated", "--assign", "workspace=\(workspace)", "--output", reports,
        ])
        guard let run = command as? RunCommand else { throw CancellationError() }
        // It always ends by throwing a status.
        do { try await run.run() } catch {}
        let path = reports + "/report.json"
        return try JSONReport.read(
            Array(try Data(contentsOf: URL(filePath: path))), file: path)
    }
}
