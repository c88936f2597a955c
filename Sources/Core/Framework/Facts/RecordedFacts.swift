// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSOpenStack
package import SCSSupport

/// The facts of a file, written by `run --record` or by hand; any of them may be absent.
///
/// It knows no fact: each one reads what it needs, and a malformed one spoils no other.
package struct RecordedFacts: Sendable {
    /// What a record holds beside facts.
    package static let otherKeys = [
        "token", "outcomes", "origin", "parameters", "uses", "recorded_at",
    ]

    /// Outcomes of test cases that need the cloud itself.
    package private(set) var outcomes: [Report.TestcaseReport] = []
    /// The origin of the record, if the file states it.
    package private(set) var origin: RecordOrigin?
    /// What users set for parameters of checks, as text, by the parameter's id.
    package private(set) var parameters: [String: String] = [:]
    /// The facts that each test case of the recorded run asked for, by its id.
    package private(set) var uses: [String: [String]] = [:]
    /// When the facts were read, if the file says so.
    package private(set) var recordedAt: Date?
    private let members: [String: ArraySlice<UInt8>]

    /// Why a file holds no facts at all.
    package struct Unreadable: Error, CustomStringConvertible {
        package var description: String
    }

    /// Throws `Unreadable`; a single unreadable fact fails only when it is requested.
    ///
    /// `facts` are the names of those that somebody judges, of which the file must have one; nil: any.
    package static func read(
        _ bytes: [UInt8], file: String, facts names: [String]? = nil
    ) throws -> RecordedFacts {
        let members: [String: ArraySlice<UInt8>]?
        do {
            members = try JSON.members(of: bytes)
        } catch {
            members = nil
        }
        guard let members else {
            throw Unreadable(
                description: "\(file) is not a JSON object of recorded facts; "
                    + "write one with \(InterfaceTerm.recordedRun).")
        }
        do {
            return try RecordedFacts(members, names)
        } catch let error as Unreadable {
            throw Unreadable(description: "\(file): \(error)")
        }
    }

    private init(_ members: [String: ArraySlice<UInt8>], _ names: [String]?) throws {
        self.members = members
        let known = names.map { $0 + Self.otherKeys } ?? Array(members.keys)
        guard members.keys.contains(where: known.contains) else {
            throw Unreadable(
                description: "it has none of the facts"
                    + (known.isEmpty ? "." : "; expected any of \(known.joined(separator: ", "))."))
        }
        do {
            outcomes = try decoded("outcomes", [Report.TestcaseReport].self) ?? []
            origin = try decoded("origin", RecordOrigin.self)
            parameters = try decoded("parameters", [String: String].self) ?? [:]
            uses = try decoded("uses", [String: [String]].self) ?? [:]
        } catch {
            throw Unreadable(
                description: "its description of the run is malformed: \(error.formatted).")
        }
        guard let stamp = members["recorded_at"] else { return }
        let text = try JSON.parse(Array(stamp)).string
        guard let date = text.flatMap(Timestamp.parse) else {
            throw Unreadable(
                description:
                    "recorded_at is \((text ?? String(decoding: stamp, as: UTF8.self)).quotedForMessage); "
                    + "expected a time such as 2026-11-23T16:40:00Z.")
        }
        recordedAt = date
    }
}

extension RecordedFacts {
    /// A fact by its name; nil where the file lacks it. A failure says where it is malformed.
    package func value<Value: Decodable & Sendable>(
        _ name: String, as type: Value.Type
    ) -> Result<Value, any Error>? {
        guard let text = members[name] else { return nil }
        return Result { try Self.decode(name, text, type) }.mapError { Self.finding($0, name) }
    }

    /// A list by its name: the list itself, or an API answer that contains it.
    package func list<Item: Decodable & Sendable>(
        _ name: String, of type: Item.Type
    ) -> Result<[Item], any Error>? {
        guard let text = members[name] else { return nil }
        return Result {
            do {
                return try Self.decode(name, text, [Item].self)
            } catch DecodingError.typeMismatch(_, let context) where context.codingPath.count <= 1 {
                return try Self.decode(name, text, Answer<Item>.self).items(name)
            }
        }.mapError { Self.finding($0, name) }
    }

    /// A list as it stands in the file: by itself, or inside an answer of the API.
    package func document(of name: String) throws -> JSON? {
        guard let text = members[name] else { return nil }
        let value = try JSON.parse(Array(text))
        return value[name] ?? value
    }

    private func decoded<Value: Decodable>(_ name: String, _ type: Value.Type) throws -> Value? {
        try members[name].map { try Self.decode(name, $0, type) }
    }

    /// Decodes inside an object, so that errors name the whole path.
    private static func decode<Value: Decodable>(
        _ name: String, _ text: ArraySlice<UInt8>, _ type: Value.Type
    ) throws -> Value {
        let object = Array(
            try JSONWriter.line([name: 0]).dropLast(2) + text + Array("}".utf8))
        guard let value = try JSONReader.decode([String: Value].self, from: object)[name] else {
            throw Unreadable(description: "it is null")
        }
        return value
    }

    private static func finding(_ error: any Error, _ name: String) -> any Error {
        Finding(
            .notRecorded, "The recorded \(name) cannot be read: \(error.formatted).",
            advice: "Record them again with \(InterfaceTerm.recordedRun).")
    }

    /// A list in its API's envelope, beside links.
    private struct Answer<Item: Decodable>: Decodable {
        private var lists: [String: [Item]]

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: AnyKey.self)
            lists = [:]
            for key in fields.allKeys
            where ["links", "schema", "first", "next"].allSatisfy({
                !key.stringValue.hasSuffix($0)
            }) {
                lists[key.stringValue] = try fields.decode([Item].self, forKey: key)
            }
        }

        func items(_ name: String) throws -> [Item] {
            guard let items = lists[name] else {
                throw Unreadable(
                    description: "it is neither a list nor an object with a list \(name)")
            }
            return items
        }
    }
}
