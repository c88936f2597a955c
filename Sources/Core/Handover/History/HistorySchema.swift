// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The tables of a history, and how those of an earlier version become those of today.
enum HistorySchema {
    /// What marks an SQLite file as a history: "SCSH".
    static let application = 0x5343_5348

    /// The statements that lead from each version to the next one; what was released never changes.
    static let migrations = [
        """
        CREATE TABLE run (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            cloud TEXT NOT NULL,
            started_at TEXT NOT NULL,
            duration REAL NOT NULL,
            tool_version TEXT NOT NULL,
            scope TEXT,
            verdict TEXT NOT NULL,
            certificate TEXT,
            certificate_version TEXT,
            exit_status INTEGER NOT NULL,
            calls INTEGER NOT NULL,
            leftovers INTEGER NOT NULL,
            is_judged INTEGER NOT NULL,
            report BLOB NOT NULL
        ) STRICT;
        CREATE INDEX run_by_cloud ON run (cloud, started_at);
        CREATE TABLE result (
            run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
            testcase TEXT NOT NULL,
            standard TEXT NOT NULL,
            target TEXT NOT NULL,
            verdict TEXT NOT NULL,
            reason TEXT,
            is_counted INTEGER NOT NULL,
            is_waived INTEGER NOT NULL,
            duration REAL,
            PRIMARY KEY (run, testcase)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX result_by_testcase ON result (testcase, run);
        """
    ]

    /// Brings the tables to the version of the last migration, in one transaction for all.
    ///
    /// Several processes may try at once: whoever comes second finds nothing to do.
    static func migrate(
        _ database: Database, _ file: String, _ migrations: [String] = migrations
    ) throws {
        guard try version(database, file, newest: migrations.count) < migrations.count else {
            return
        }
        try database.transaction {
            let version = try version(database, file, newest: migrations.count)
            for migration in migrations[version...] { try database.execute(migration) }
            try database.execute("PRAGMA application_id = \(application)")
            try database.execute("PRAGMA user_version = \(migrations.count)")
        }
    }

    /// The version of a history; 0 for an empty file. Throws a sentence for any other file.
    private static func version(
        _ database: Database, _ file: String, newest: Int
    ) throws -> Int {
        func number(_ sql: String) throws -> Int {
            try database.rows(sql).first?.first?.integer ?? 0
        }
        let version = try number("PRAGMA user_version")
        let application = try number("PRAGMA application_id")
        let tables = try number("SELECT count(*) FROM sqlite_schema")
        guard application == Self.application || (application == 0 && version == 0 && tables == 0)
        else {
            throw HistoryError(
                description: "\(file) is a database of another program; name another file.")
        }
        guard (0...newest).contains(version) else {
            throw HistoryError(
                description:
                    "\(file) has version \(version) of the history, and this program knows "
                    + "versions up to \(newest). Use a newer scs-check.")
        }
        return version
    }
}
