// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// The first line of a journal: whose run it was, and where.
package struct JournalHeader: Codable, Sendable {
    package var journal = 1
    package var run: String
    package var cloud: String
    package var region: String?
    package var authURL: String
    /// What its credential is for: a project, or a domain.
    package var projectID: String?
    package var at: String

    package init(
        run: String, cloud: String, region: String?, authURL: String, projectID: String?, at: String
    ) {
        self.run = run
        self.cloud = cloud
        self.region = region
        self.authURL = authURL
        self.projectID = projectID
        self.at = at
    }
}

/// One line of a journal: what is about to happen or has happened to resource `n` of the run.
struct JournalRecord: Codable, Sendable {
    enum Deed: String, Codable, Sendable {
        case intend, created, refused, deleting, gone
    }

    var n: Int
    var at: String?
    var `do`: Deed
    var kind: ResourceKind?
    var name: String?
    var id: String?
    /// The resources of this run that it was made from: they must outlive it.
    var from: [Int]?
}

/// A resource of ours as a journal tells it.
package struct JournalEntry: Sendable {
    package var n: Int
    package var kind: ResourceKind
    package var name: String
    package var id: String?
    package var from: [Int]
    package var isGone = false
}

/// Reads journals: the header, and the resources that may still exist.
package enum JournalReader {
    /// Throws `JournalError`. A last line without its end was torn by a crash and counts as unwritten.
    package static func read(_ bytes: [UInt8], file: String) throws -> (
        header: JournalHeader, entries: [JournalEntry]
    ) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        if !lines.isEmpty { lines.removeLast() }
        guard let first = lines.first else {
            throw JournalError(file: file, line: 1, problem: "there is no header")
        }
        let decoder = JSONDecoder()
        func decode<T: Decodable>(_ type: T.Type, _ line: ArraySlice<UInt8>, _ n: Int) throws -> T {
            do {
                return try decoder.decode(type, from: Data(line))
            } catch {
                throw JournalError(file: file, line: n, problem: "it is no record of a journal")
            }
        }
        let header = try decode(JournalHeader.self, first, 1)
        var entries: [Int: JournalEntry] = [:]
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let record = try decode(JournalRecord.self, line, index + 1)
            if record.do == .intend {
                guard let kind = record.kind, let name = record.name, !name.isEmpty else {
                    throw JournalError(
                        file: file, line: index + 1, problem: "an intention needs kind and name")
                }
                entries[record.n] = JournalEntry(
                    n: record.n, kind: kind, name: name, id: record.id, from: record.from ?? [])
                continue
            }
            guard var entry = entries[record.n] else {
                throw JournalError(
                    file: file, line: index + 1, problem: "resource \(record.n) was never intended")
            }
            switch record.do {
            case .created: entry.id = record.id
            case .gone, .refused: entry.isGone = true
            case .deleting, .intend: break
            }
            entries[record.n] = entry
        }
        return (header, entries.values.sorted { $0.n < $1.n })
    }
}

/// A journal that cannot be written or understood.
package struct JournalError: Error, CustomStringConvertible {
    var file: String
    var line: Int?
    var problem: String

    package init(file: String, line: Int? = nil, problem: String) {
        self.file = file
        self.line = line
        self.problem = problem
    }

    package var description: String {
        "Journal \(file)\(line.map { ":\($0)" } ?? ""): \(problem)."
    }
}
