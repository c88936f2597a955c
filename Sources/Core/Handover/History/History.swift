// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Runs of many nights in one file, which several processes may write to at once.
package final class History {
    private let file: String
    private let database: Database

    /// Opens a history, and creates it if there is none; throws `HistoryError`.
    package static func open(_ path: String, creates: Bool) throws(HistoryError) -> History {
        let file = path.harmless(300)
        try prepare(path, file, creates)
        return try explaining(file) {
            let database = try Database(path)
            try HistorySchema.migrate(database, file)
            // Readers and a writer do not wait for each other; where the file system cannot, it stays as it is.
            try database.rows("PRAGMA journal_mode = WAL")
            try database.execute("PRAGMA foreign_keys = ON")
            return History(file, database)
        }
    }

    /// A history without a file, for reports that are read together once; throws `HistoryError`.
    package static func inMemory() throws(HistoryError) -> History {
        try explaining("The history in memory") {
            let database = try Database(":memory:")
            try HistorySchema.migrate(database, "The history in memory")
            return History("The history in memory", database)
        }
    }

    private init(_ file: String, _ database: Database) {
        self.file = file
        self.database = database
    }

    /// Creates the file for its owner alone, and refuses what is no regular file.
    private static func prepare(
        _ path: String, _ file: String, _ creates: Bool
    ) throws(HistoryError) {
        // An existing file is not opened here: closing it would drop the locks of SQLite.
        var status = stat()
        if lstat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw HistoryError(
                    description: "\(file) is no regular file; name another one for the history.")
            }
            return
        }
        guard creates else {
            throw HistoryError(
                description: "\(file) does not exist; name the file of an earlier run's history.")
        }
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0 {
            // Another process may have been faster.
            if errno == EEXIST { return }
            throw HistoryError(
                description: "\(file) cannot be created: \(String(cString: strerror(errno))).")
        }
        close(descriptor)
    }

    private static func explaining<Result>(
        _ file: String, _ body: () throws -> Result
    ) throws(HistoryError) -> Result {
        do {
            return try body()
        } catch let error as HistoryError {
            throw error
        } catch let error as DatabaseError {
            throw HistoryError(error, file)
        } catch {
            throw HistoryError(description: "\(file): \(error.formatted)", isDamage: true)
        }
    }

    /// Adds a run; false if it is there already. Throws `HistoryError`.
    package func add(_ report: Report) throws(HistoryError) -> Bool {
        try Self.explaining(file) {
            // Without line breaks it takes half the room.
            let bytes = try JSON.parse(try JSONReport.render(report)).bytes()
            return try database.transaction {
                let certificate = report.certificate.flatMap { $0.stands ? $0 : nil }
                try database.rows(
                    """
                    INSERT OR IGNORE INTO run (id, cloud, started_at, duration, tool_version, scope, verdict,
                        certificate, certificate_version, exit_status, calls, leftovers, is_judged, report)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        .text(report.run.id), .text(report.subject.cloud),
                        .text(report.run.startedAt),
                        .real(report.run.duration.duration.inSeconds), .text(report.tool.version),
                        .text(report.assessment?.name), .text(report.verdict.rawValue),
                        .text(certificate?.verdict.rawValue), .text(certificate?.version),
                        .int(report.exitStatus), .int(report.run.calls),
                        .int(report.leftovers.count), .bool(report.judgedFrom != nil),
                        .blob(bytes),
                    ])
                guard database.changes == 1 else { return false }
                for testcase in report.testcases { try add(testcase, of: report.run.id) }
                return true
            }
        }
    }

    private func add(_ testcase: Report.TestcaseReport, of run: String) throws {
        try database.rows(
            """
            INSERT OR IGNORE INTO result (run, testcase, standard, target, verdict, reason, is_counted,
                is_waived, duration)
            VALUES ((SELECT number FROM run WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(run), .text(testcase.id), .text(testcase.standard),
                .text(testcase.target.rawValue), .text(testcase.verdict.rawValue),
                .text(testcase.reason?.rawValue), .bool(testcase.isCounted),
                .bool(testcase.waiver != nil),
                .real(
                    testcase.carriedOver == nil ? testcase.duration?.duration.inSeconds : nil),
            ])
    }

    /// The rows of a query; throws `HistoryError`.
    func rows(_ sql: String, _ values: [SQLValue]) throws(HistoryError) -> [[SQLValue]] {
        try Self.explaining(file) { try database.rows(sql, values) }
    }

    /// The error for a value in the file that this program did not write.
    func unreadable(_ what: String) -> HistoryError {
        HistoryError(
            description: "\(file) has a run with an unreadable \(what); move it away.",
            isDamage: true)
    }
}
