// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import SCSHandover
import Testing
import TestSupport

@testable import SCSCheckCommand

/// The history as the command line fills and shows it.
struct HistoryCommandTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }
    private var history: String { folder + "/nights.db" }

    init() throws { temporary = try TemporaryFolder() }

    @Test func `Runs are kept and compared by name, and each is imported once`() async throws {
        let run = [
            "run", "scs-0117-test-backup", "--cloud", "simulated", "--quiet", "--output", folder,
        ]
        #expect(try await Program.status(of: run + ["--history", history]) == 0)
        #expect(try await Program.status(of: ["history", "--history", history]) == 0)
        for format in ["table", "csv", "json"] {
            #expect(
                try await Program.status(of: [
                    "history", "--history", history, "--testcase", "scs-0117-*", "--format", format,
                    "--cloud", "simulated",
                ]) == 0)
        }
        #expect(
            try await Program.status(of: ["history", "import", "--history", history, folder]) == 0)
        #expect(try await Program.status(of: ["diff", "last", folder, "--history", history]) == 0)
        #expect(
            try await Program.status(of: ["diff", "yesterday", "last", "--history", history]) == 64)
        #expect(try await Program.status(of: ["diff", "yesterday", "last"]) == 64)
        #expect(
            try await Program.status(of: ["diff", folder, folder, "--cloud", "simulated"]) == 64)
        #expect(try await Program.status(of: ["history", "--history", folder + "/none.db"]) == 64)
        #expect(
            try await Program.status(of: ["history", "--history", history, "--cloud", "x"]) == 64)
    }

    @Test func `A history that cannot be used ends a run before it begins`() async throws {
        let run = ["run", "scs-0117-test-backup", "--cloud", "nowhere", "--history"]
        #expect(try await Program.status(of: run + [folder]) == 64)
        #expect(try await Program.status(of: run + [folder + "/no/nights.db"]) == 64)
        try Data("this is no database".utf8).write(to: URL(filePath: history))
        #expect(try await Program.status(of: run + [history]) == 2)
    }

    @Test func `Metrics are written for other users, and only to a file that is read`() async throws
    {
        let run = ["run", "scs-0117-test-backup", "--cloud", "simulated", "--quiet", "--metrics"]
        let file = folder + "/scs.prom"
        #expect(try await Program.status(of: run + [folder + "/scs.txt"]) == 64)
        try Data("something else".utf8).write(to: URL(filePath: file))
        #expect(try await Program.status(of: run + [file]) == 64)
        try Data().write(to: URL(filePath: file))
        for _ in 0..<2 { #expect(try await Program.status(of: run + [file]) == 0) }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("scs_check_verdict{cloud=\"simulated\",verdict=\"PASS\"} 1\n"))
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect((attributes[.posixPermissions] as? Int) == 0o644)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["scs.prom"])
    }

    @Test func `Several processes that fill a new history at once lose nothing`() async throws {
        // Beside the program of the tests.
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "scs-check")
        try #require(FileManager.default.isExecutableFile(atPath: program.path))
        let facts = folder + "/facts.json"
        try Data(#"{"volume_types": []}"#.utf8).write(to: URL(filePath: facts))
        _ = try await Program.status(of: [
            "judge", facts, "scs-0114", "--quiet", "--output", folder,
        ])
        let report = try String(contentsOfFile: folder + "/report.json", encoding: .utf8)
        let id = try #require(
            try JSON.parse(Array(report.utf8))["run"]?["id"]?.string)
        var processes: [Process] = []
        for process in 0..<4 {
            var files: [String] = []
            for number in 0..<10 {
                let file = folder + "/\(process)-\(number).json"
                let other = "process\(process)number0\(number)"
                try report.replacing(id, with: other).write(
                    toFile: file, atomically: false, encoding: .utf8)
                files.append(file)
            }
            let importing = Process()
            importing.executableURL = program
            importing.arguments = ["history", "import", "--history", history] + files
            processes.append(importing)
        }
        for process in processes { try process.run() }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        #expect(try HistoryFile.open(history).runs(limit: 100).count == 40)
    }
}
