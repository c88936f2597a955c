// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import Support
package import OpenStack

/// The first line of a journal: whose run it was, and where.
package struct JournalHeader: Codable, Sendable {
    /// The version of the format: 2.
    package var journal = Self.version
    package var run: String
    package var cloud: String
    package var region: String?
    package var authURL: String
    /// What its credential is for: a project, or a domain.
    package var projectID: String?
    package var at: String

    static let version = 2

    /// What starts the name of everything that the run creates.
    package var prefix: String { "scs-check-\(run)" }

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
    enum Action: String, Codable, Sendable {
        case intend, created, refused, deleting, gone
    }

    var n: Int
    var at: String?
    var `do`: Action
    var kind: ResourceKind?
    var name: String?
    var id: ResourceID?
    /// The resources of this run that it was made from: they must outlive it.
    var from: [Int]?
}

/// A resource of ours as a journal tells it.
package struct JournalEntry: Sendable {
    package var n: Int
    package var kind: ResourceKind
    package var name: String
    /// Under which the cloud has shown it by its name.
    package var id: ResourceID?
    package var from: [Int]
    /// When it was intended; nil: nobody knows.
    package var at: Date?
    package var isGone = false
    /// The id of the test case that wanted it; nil where a journal tells.
    package var testcase: String?

    /// Whether nobody knows if the resource exists: its creation was neither refused nor confirmed.
    package var isUnanswered: Bool { id == nil && !isGone }
}

/// A line of a journal: JSON whose last field proves that all of it is as it was written.
package enum JournalLine {
    private static let seal = Array(#","sum":""#.utf8)
    /// Hexadecimal digits of the sum.
    private static let digits = 8

    static func encode(_ record: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return sealed(Array(try encoder.encode(record)))
    }

    /// `json`, an object, with its sum.
    package static func sealed(_ json: [UInt8]) -> [UInt8] {
        json.dropLast() + seal + sum(json) + Array(#""}"#.utf8)
    }

    /// The JSON without its sum; nil where a byte has changed.
    static func opened(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        let end = seal.count + digits + 2
        guard line.count > end else { return nil }
        let json = line.dropLast(end) + [UInt8(ascii: "}")]
        return sealed(Array(json)) == Array(line) ? Array(json) : nil
    }

    private static func sum(_ bytes: [UInt8]) -> [UInt8] {
        Array(MessageDigest.of(bytes, .sha256).prefix(digits / 2).hex.utf8)
    }
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
                // The run's random id is what proves that something of that name is ours.
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
            return try JSONDecoder().decode(type, from: Data(json))
        } catch {
            throw JournalError(file: file, line: n, problem: "it is not a journal record")
        }
    }
}

/// A journal that cannot be written or understood.
package struct JournalError: Error, CustomStringConvertible {
    var file: String
    var line: Int?
    var problem: String
    /// What keeps the file from being opened, where a program decides on it.
    package var obstacle: Obstacle?

    package enum Obstacle: Sendable {
        /// There is no such file.
        case absent
        /// Its run or another cleanup has locked it.
        case busy
    }

    package init(file: String, line: Int? = nil, problem: String, obstacle: Obstacle? = nil) {
        self.file = file
        self.line = line
        self.problem = problem
        self.obstacle = obstacle
    }

    package var description: String {
        "Journal \(file)\(line.map { ":\($0)" } ?? ""): \(problem)."
    }
}
