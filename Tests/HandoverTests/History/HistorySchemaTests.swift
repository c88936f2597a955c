// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSHandover

/// Histories of every earlier version become those of today, without losing a run.
struct HistorySchemaTests {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "Fixtures")
    private let temporary: TemporaryFolder
    private var path: String { temporary.path + "/nights.db" }

    init() throws { temporary = try TemporaryFolder() }

    /// A file as a program of that version left it.
    private func make(version: Int) throws {
        try Data().write(to: URL(filePath: path))
        let sql = try String(
            contentsOf: Self.fixtures.appending(path: "history-\(version).sql"), encoding: .utf8)
        try Database(path).execute(sql)
    }

    private func tables(_ path: String) throws -> [[SQLValue]] {
        try Database(path).rows(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
    }

    @Test(arguments: 1...HistorySchema.migrations.count)
    func `A history of each version has its runs and today's tables`(_ version: Int) throws {
        try make(version: version)
        let history = try History.open(path, creates: false)
        let runs = try history.runs(limit: 10)
        #expect(runs.map(\.verdict) == [.pass, .fail])
        #expect(try history.report(of: runs[1].id).testcases.count == 2)
        #expect(try history.results(of: runs).map(\.verdict) == [.pass, .pass, .fail, .pass])
        let fresh = temporary.path + "/fresh.db"
        _ = try History.open(fresh, creates: true)
        #expect(try tables(path) == tables(fresh))
        #expect(
            try Database(path).rows("PRAGMA user_version")
                == [[.int(HistorySchema.migrations.count)]])
        #expect(try history.add(Sample.report([Sample.testcase("a", .pass)])))
    }

    @Test func `A migration is carried out once, whole or not at all`() throws {
        try make(version: 1)
        let database = try Database(path)
        let before = try tables(path)
        let good = HistorySchema.migrations.prefix(1) + ["ALTER TABLE run ADD COLUMN note TEXT"]
        #expect(throws: DatabaseError.self) {
            try HistorySchema.migrate(
                database, path, good + ["ALTER TABLE run ADD COLUMN note TEXT"])
        }
        #expect(try tables(path) == before)
        #expect(try database.rows("PRAGMA user_version") == [[.integer(1)]])
        try HistorySchema.migrate(database, path, Array(good))
        try HistorySchema.migrate(database, path, Array(good))
        #expect(try database.rows("PRAGMA user_version") == [[.integer(2)]])
        #expect(try database.rows("SELECT count(note) FROM run") == [[.integer(0)]])
    }
}
