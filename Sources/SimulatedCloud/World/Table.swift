// SPDX-License-Identifier: Apache-2.0

/// Rows in order of creation, with access by id.
struct Table<Row: Record>: Sendable {
    private(set) var rows: [Row] = []
    private var positions: [String: Int] = [:]

    subscript(id: String) -> Row? {
        get { positions[id].map { rows[$0] } }
        set {
            switch (positions[id], newValue) {
            case (let index?, let row?): rows[index] = row
            case (let index?, nil): remove(at: index)
            case (nil, let row?): add(row)
            case (nil, nil): break
            }
        }
    }

    func position(of id: String) -> Int? { positions[id] }

    mutating func add(_ row: Row) {
        positions[row.id] = rows.count
        rows.append(row)
    }

    /// A project's rows, the newest first, as services list them.
    func of(_ project: String) -> [Row] {
        rows.reversed().filter { $0.project == project }
    }

    private mutating func remove(at index: Int) {
        positions[rows[index].id] = nil
        rows.remove(at: index)
        for later in index..<rows.count { positions[rows[later].id] = later }
    }
}
