// SPDX-License-Identifier: Apache-2.0
import SCSSQLite
import SCSSupport

/// A connection to an SQLite file; all that is unsafe about SQLite stays in this folder.
final class Database {
    /// How long another process may keep the file busy.
    private static let patience: Int32 = 10_000

    private let handle: OpaquePointer

    /// Opens an existing file.
    init(_ path: String) throws(DatabaseError) {
        var handle: OpaquePointer?
        let status = sqlite3_open_v2(
            path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE,
            nil)
        guard status == SQLITE_OK, let handle else {
            let error = DatabaseError(status, handle)
            sqlite3_close_v2(handle)
            throw error
        }
        self.handle = handle
        sqlite3_busy_timeout(handle, Self.patience)
    }

    deinit { sqlite3_close_v2(handle) }

    /// Carries out statements without values and results.
    func execute(_ sql: String) throws(DatabaseError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// The rows that a statement yields, by column.
    @discardableResult
    func rows(_ sql: String, _ values: [SQLValue] = []) throws(DatabaseError) -> [[SQLValue]] {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(handle, sql, -1, &statement, nil))
        defer { sqlite3_finalize(statement) }
        for (index, value) in values.enumerated() {
            try check(Self.bind(value, to: statement, Int32(index + 1)))
        }
        var rows: [[SQLValue]] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                rows.append(
                    (0..<sqlite3_column_count(statement)).map { Self.column($0, of: statement) })
            case SQLITE_DONE: return rows
            case let status: throw DatabaseError(status, handle)
            }
        }
    }

    /// How many rows the last change changed.
    var changes: Int { Int(sqlite3_changes(handle)) }

    /// All of it or nothing; waits for other writers before it begins.
    func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try execute("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // After some errors SQLite has rolled back already; the first error is the one to tell.
            if sqlite3_get_autocommit(handle) == 0 {
                sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
            }
            throw error
        }
    }

    private func check(_ status: Int32) throws(DatabaseError) {
        guard status == SQLITE_OK else { throw DatabaseError(status, handle) }
    }

    private static func bind(
        _ value: SQLValue, to statement: OpaquePointer?, _ index: Int32
    ) -> Int32 {
        switch value {
        case .null: sqlite3_bind_null(statement, index)
        case .integer(let number): sqlite3_bind_int64(statement, index, number)
        case .real(let number): sqlite3_bind_double(statement, index, number)
        case .text(let text):
            scs_sqlite3_bind_text(statement, index, text, Int32(text.utf8.count))
        case .blob(let bytes):
            scs_sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count))
        }
    }

    private static func column(_ index: Int32, of statement: OpaquePointer?) -> SQLValue {
        let count = Int(sqlite3_column_bytes(statement, index))
        switch sqlite3_column_type(statement, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, index))
        case SQLITE_TEXT:
            let bytes = UnsafeBufferPointer(
                start: sqlite3_column_text(statement, index), count: count)
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            return .blob(
                Array(
                    UnsafeRawBufferPointer(
                        start: sqlite3_column_blob(statement, index), count: count)))
        default: return .null
        }
    }
}
