// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

/// Reads journals: the header, and the resources that may still exist.
package enum JournalReader {
    /// Throws `JournalError`. An incomplete last line was torn by a crash and counts as unwritten.
    package static func read(_ bytes: [UInt8], file: String) throws -> (
        header: JournalHeader, entries: [JournalEntry]
    ) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        if !lines.isEmpty { lines.removeLast() }
        guard let first = lines.first else {
            throw JournalError(file: file, line: 1, problem: "there is no header")
        }
        let header = try header(first, file)
        var entries: [Int: JournalEntry] = [:]
        for (index, line) in lines.enumerated().dropFirst() {
            func wrong(_ problem: String) -> JournalError {
                JournalError(file: file, line: index + 1, problem: problem)
            }
            let record = try decode(JournalRecord.self, line, file, index + 1)
            if record.do == .intend {
                guard let kind = record.kind, let name = record.name else {
                    throw wrong("an intention needs kind and name")
                }
                // The run's random id proves that a resource of that name belongs to it.
                guard name.hasPrefix(header.prefix + "-") else {
                    throw wrong("\(name.harmless(80)) is not a name that run \(header.run) gives")
                }
                guard entries[record.n] == nil else {
                    throw wrong("resource \(record.n) was intended before")
                }
                entries[record.n] = JournalEntry(
                    n: record.n, kind: kind, name: name, id: record.id, from: record.from ?? [],
                    at: record.at.flatMap(Timestamp.parse))
                continue
            }
            guard var entry = entries[record.n] else {
                throw wrong("resource \(record.n) was never intended")
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

    private static func header(_ line: ArraySlice<UInt8>, _ file: String) throws -> JournalHeader {
        let header = try decode(JournalHeader.self, line, file, 1)
        let unlike = header.journal > JournalHeader.version ? "a newer" : "an older"
        guard header.journal == JournalHeader.version else {
            throw JournalError(
                file: file, line: 1,
                problem:
                    "it was written by \(unlike) scs-check (format \(header.journal), this one "
                    + "reads \(JournalHeader.version)); finish it with that one")
        }
        guard !header.run.isEmpty else {
            throw JournalError(file: file, line: 1, problem: "its run has no id")
        }
        return header
    }

    private static func decode<T: Decodable>(
        _ type: T.Type, _ line: ArraySlice<UInt8>, _ file: String, _ n: Int
    ) throws -> T {
        guard let json = JournalLine.opened(line) else {
            throw JournalError(file: file, line: n, problem: "the line is damaged")
        }
        do {
            return try JSONReader.decode(type, from: json)
        } catch {
            throw JournalError(file: file, line: n, problem: "it is not a journal record")
        }
    }
}
