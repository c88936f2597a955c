// SPDX-License-Identifier: Apache-2.0
import SCSSQLite
import SCSSupport

/// What SQLite refused to do, and why.
struct DatabaseError: Error, CustomStringConvertible {
    /// What the caller may want to say more about.
    enum Kind {
        case damaged, busy, other
    }

    let kind: Kind
    let description: String

    init(_ status: Int32, _ handle: OpaquePointer?) {
        let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? ""
        switch status & 0xFF {
        case SQLITE_CORRUPT, SQLITE_NOTADB: kind = .damaged
        case SQLITE_BUSY, SQLITE_LOCKED: kind = .busy
        default: kind = .other
        }
        description = "SQLite: \(message.harmless(300)) (\(status))"
    }
}
