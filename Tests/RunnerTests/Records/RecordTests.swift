// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import Testing
import TestSupport

@testable import SCSCheckCommand

/// A run's record yields the run's verdicts while its results are valid.
struct RecordTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }
    private var facts: String { folder + "/facts.json" }

    init() throws { temporary = try TemporaryFolder() }

    private func report(_ arguments: [String]) async throws -> Report {
        let output = folder + "/\(UInt32.random(in: .min ... .max))"
        let command = try Program.command(arguments + ["--output", output])
        guard var command = command as? any AsyncParsableCommand else { throw CancellationError() }
        // It always ends by throwing a status.
        do { try await command.run() } catch is ExitCode {}
        let path = output + "/report.json"
        return try JSONReport.read(
            Array(try Data(contentsOf: URL(filePath: path))), file: path)
    }

    private func verdicts(_ report: Report) -> [String: Verdict] {
        Dictionary(uniqueKeysWithValues: report.testcases.map { ($0.id, $0.verdict) })
    }

    @Test(arguments: ["simulated", "simulated:backup-error", "simulated:scs-0114-encrypted-type"])
    func `The judge command repeats the run's verdicts and marks what needs the cloud`(
        _ cloud: String
    ) async throws {
        let run = try await report([
            "run", "--scope", "iaas", "--cloud", cloud, "--record", facts,
        ])
        let judged = try await report(["judge", facts])
        #expect(verdicts(judged) == verdicts(run))
        #expect(judged.verdict == run.verdict && judged.exitStatus == run.exitStatus)
        #expect(judged.summary == run.summary)
        let carried = judged.testcases.filter { $0.carriedOver != nil }
        #expect(
            Set(carried.map(\.id)).isSuperset(of: [
                "scs-0101-entropy-avail", "scs-0116-permissions", "scs-0117-test-backup",
            ]))
        for testcase in carried {
            let before = try #require(run.testcases.first { $0.id == testcase.id })
            #expect(testcase.carriedOver?.run == run.run.id)
            #expect(testcase.carriedOver?.at == before.startedAt)
            #expect(testcase.validUntil == before.validUntil)
            #expect(testcase.message == before.message)
        }
        #expect(judged.subject.cloud == cloud && judged.subject.user == run.subject.user)
        #expect(judged.subject.project == run.subject.project)
        #expect(judged.subject.region == run.subject.region)
        let source = try #require(judged.judgedFrom)
        #expect(source.file == facts && source.run == run.run.id)
        #expect(source.toolVersion == run.tool.version)
        #expect(try source.sha256 == Array(Data(contentsOf: URL(filePath: facts))).sha256)
        #expect(MarkdownReport.render(judged).contains(source.sha256))
    }

    @Test func `Expired results and certificates are missing`() async throws {
        _ = try await report(["run", "--scope", "iaas", "--cloud", "simulated", "--record", facts])
        let judged = try await report(["judge", facts, "--date", "2999-01-01"])
        let backup = try #require(judged.testcases.first { $0.id == "scs-0117-test-backup" })
        #expect(backup.verdict == .missing && backup.reason == .expired)
        #expect(backup.message?.contains("was valid until") == true)
        #expect(judged.certificate?.verdict == .missing && judged.verdict == .missing)
    }

    @Test func `A test case neither recorded nor carried over is missing, not inapplicable`()
        async throws
    {
        try Data(#"{"flavors": [], "recorded_at": "2026-11-23T12:00:00Z"}"#.utf8)
            .write(to: URL(filePath: facts))
        let judged = try await report(["judge", facts])
        #expect(judged.testcases.allSatisfy { $0.reason != .notApplicable })
        for id in ["scs-0117-test-backup", "scs-0101-entropy-avail", "scs-0114-syntax-check"] {
            let testcase = try #require(judged.testcases.first { $0.id == id })
            #expect(testcase.verdict == .missing && testcase.reason == .notRecorded, "\(id)")
        }
        #expect(judged.certificate?.verdict == .fail)
        #expect(judged.judgedFrom?.run == nil && judged.subject.cloud == "recorded")
        #expect(!MarkdownReport.render(judged).contains("not apply"))
    }
}
