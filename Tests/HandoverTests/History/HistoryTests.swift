// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSHandover

/// Which files a history takes, and what it keeps of a run.
struct HistoryTests {
    private let temporary: TemporaryFolder
    private var path: String { temporary.path + "/nights.db" }

    init() throws { temporary = try TemporaryFolder() }

    private func refusal(creates: Bool = true) -> String {
        do {
            let history = try History.open(path, creates: creates)
            _ = try history.add(Sample.report([Sample.testcase("a", .pass)]))
            _ = try HistoryView(history, cloud: nil, testcase: nil, limit: 10)
            return "accepted"
        } catch {
            return "\(error)"
        }
    }

    @Test func `A file that does not exist is created only for writing`() throws {
        #expect(
            refusal(creates: false).hasSuffix(
                "does not exist; name the file of an earlier run's history."))
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(refusal() == "accepted")
        #expect(refusal(creates: false) == "accepted")
    }

    @Test func `The file and what SQLite puts beside it are their owner's alone`() throws {
        let history = try History.open(path, creates: true)
        _ = try history.add(Sample.report([Sample.testcase("a", .pass)]))
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
            #expect((attributes[.posixPermissions] as? Int) == 0o600, "\(suffix)")
        }
    }

    @Test func `A history of a newer program is refused with a sentence`() throws {
        #expect(refusal() == "accepted")
        try Database(path).execute("PRAGMA user_version = 99")
        #expect(
            refusal().hasSuffix(
                "has version 99 of the history, and this program knows versions up to "
                    + "\(HistorySchema.migrations.count). Use a newer scs-check."))
    }

    @Test(arguments: ["PRAGMA application_id = 7", "CREATE TABLE a (b)", "PRAGMA user_version = 1"])
    func `A database of another program is refused, and stays as it is`(_ sql: String) throws {
        try Data().write(to: URL(filePath: path))
        try Database(path).execute(sql)
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(refusal().hasSuffix("is a database of another program; name another file."))
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test(arguments: [
        "This is no database, and long enough to be taken for one. ", "SQLite format 3\0",
    ])
    func `A file that is no database is refused`(_ text: String) throws {
        let bytes = Array(String(repeating: text, count: 100).utf8)
        try Data(bytes).write(to: URL(filePath: path))
        #expect(refusal().contains("is damaged, or is no history of scs-check"))
        #expect(Array(try Data(contentsOf: URL(filePath: path))) == bytes)
    }

    @Test func `A damaged history is refused with what to do`() throws {
        do {
            let history = try History.open(path, creates: true)
            for number in 0..<50 {
                let id = "run" + String(repeating: "0", count: 11) + String(10 + number)
                _ = try history.add(Sample.report([Sample.testcase("a", .pass)], run: id))
            }
        }
        var bytes = try Data(contentsOf: URL(filePath: path))
        for place in 4096..<bytes.count { bytes[place] = 0xA5 }
        try bytes.write(to: URL(filePath: path))
        #expect(refusal().contains("is damaged"))
        #expect(refusal().contains("can be imported into a new one"))
        // Cut off within a page.
        try bytes.prefix(5000).write(to: URL(filePath: path))
        #expect(refusal().contains("is damaged"))
    }

    @Test func `What is no regular file is refused`() throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
        #expect(refusal().hasSuffix("is no regular file; name another one for the history."))
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: temporary.path + "/other")
        #expect(refusal().hasSuffix("is no regular file; name another one for the history."))
    }

    @Test func `A run is kept once, whole, and in order`() throws {
        let history = try History.open(path, creates: true)
        let odd = "é\u{0}'\"; DROP TABLE run; --"
        let second = Sample.report(
            [
                Sample.testcase("a", .fail, .noResult), Sample.testcase("b", .pass),
                Sample.testcase("c", .missing, .notSelected, counted: false),
            ], cloud: odd, run: "bbcdefghij012345", day: "2026-11-24")
        let first = Sample.report([Sample.testcase("a", .pass)], cloud: odd)
        #expect(try history.add(second) && history.add(first))
        #expect(try !history.add(first))
        let runs = try history.runs(limit: 10)
        #expect(runs.map(\.id) == [first.run.id, second.run.id])
        #expect(runs.map(\.cloud) == [odd, odd])
        #expect(runs.map(\.verdict) == [.pass, .fail])
        #expect(runs[1].passed == 1 && runs[1].failed == 1 && runs[1].missing == 0)
        #expect(try history.runs(limit: 1).map(\.id) == [second.run.id])
        #expect(try history.runs(cloud: "other", limit: 1).isEmpty)
        let report = try history.report(of: second.run.id)
        #expect(try JSONReport.render(report) == JSONReport.render(second))
    }

    @Test func `What another process writes meanwhile is waited for`() async throws {
        let history = try History.open(path, creates: true)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [
            "-c",
            """
            import sqlite3, sys, time
            db = sqlite3.connect(sys.argv[1], isolation_level=None)
            db.execute("BEGIN IMMEDIATE")
            print("busy", flush=True)
            sys.stdin.readline()
            time.sleep(0.3)
            db.execute("COMMIT")
            """, path,
        ]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = output.fileHandleForReading.availableData
        // A reader does not wait.
        #expect(try history.runs(limit: 1).isEmpty)
        try input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
        #expect(try history.add(Sample.report([Sample.testcase("a", .pass)])))
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
