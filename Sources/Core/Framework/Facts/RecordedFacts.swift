// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSOpenStack
import SCSSupport

/// The facts of a file, written by `run --record` or by hand; any of them may be absent.
package struct RecordedFacts: FactRecord, Sendable {
    var flavors: Result<[Flavor], any Error>?
    var images: Result<[PublicImage], any Error>?
    var volumeTypes: Result<[VolumeType], any Error>?
    var defaultSecurityGroupRules: Result<[SecurityGroupRule], any Error>?
    var catalog: Result<Catalog, any Error>?
    var roles: Result<[String], any Error>?
    /// Outcomes of test cases that need the cloud itself.
    package var outcomes: [Report.TestcaseReport] = []
    /// The origin of the record, if the file states it.
    package var origin: RecordOrigin?
    /// The facts that each test case of the recorded run asked for, by its id.
    package var uses: [String: [String]] = [:]
    /// When the facts were read, if the file says so.
    package var recordedAt: Date?
    private var bytes: [UInt8] = []

    /// Why a file holds no facts at all.
    package struct Unreadable: Error, CustomStringConvertible {
        package var description: String
    }

    /// Throws `Unreadable`; a single unreadable fact fails only when it is requested.
    package static func read(_ bytes: [UInt8], file: String) throws -> RecordedFacts {
        do {
            var facts = try JSONDecoder().decode(RecordedFacts.self, from: Data(bytes))
            facts.bytes = bytes
            return facts
        } catch let error as Unreadable {
            throw Unreadable(description: "\(file): \(error)")
        } catch {
            throw Unreadable(
                description: "\(file) is not a JSON object of recorded facts; "
                    + "write one with \(InterfaceTerm.recordedRun).")
        }
    }
}

extension RecordedFacts {
    /// A list as it stands in the file: by itself, or inside an answer of the API.
    package func document(of name: String) throws -> JSON? {
        guard let value = try JSON.parse(bytes)[name] else { return nil }
        return value[name] ?? value
    }
}

extension RecordedFacts: Decodable {
    private enum Key: String, CodingKey, CaseIterable {
        case flavors, images, catalog, roles, token, outcomes, origin, uses
        case volumeTypes = "volume_types"
        case defaultSecurityGroupRules = "default_security_group_rules"
        case recordedAt = "recorded_at"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        guard !fields.allKeys.isEmpty else {
            throw Unreadable(
                description: "it has none of the facts; expected any of "
                    + Key.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        /// The list itself, or an API answer that contains it.
        func list<Item: Decodable & Sendable>(
            _ key: Key, inside name: String
        ) -> Result<[Item], any Error>? {
            guard fields.contains(key) else { return nil }
            return Result {
                do {
                    return try fields.decode([Item].self, forKey: key)
                } catch DecodingError.typeMismatch(_, let context)
                    where context.codingPath.count <= 1
                {
                    let answer = try fields.decode(Answer<Item>.self, forKey: key)
                    return try answer.items(name)
                }
            }.mapError { Self.finding($0, key) }
        }
        flavors = list(.flavors, inside: "flavors")
        images = list(.images, inside: "images")
        volumeTypes = list(.volumeTypes, inside: "volume_types")
        defaultSecurityGroupRules = list(
            .defaultSecurityGroupRules, inside: "default_security_group_rules")
        /// A value that reports where it is malformed.
        func value<Value: Decodable & Sendable>(
            _ key: Key, _ type: Value.Type
        ) -> Result<Value, any Error>? {
            guard fields.contains(key) else { return nil }
            return Result { try fields.decode(type, forKey: key) }
                .mapError { Self.finding($0, key) }
        }
        let token = value(.token, RecordedToken.self)
        roles =
            value(.roles, RecordedRoles.self).map { $0.map(\.names) }
            ?? token.flatMap { $0.roles }
        catalog =
            list(.catalog, inside: "catalog").map { $0.map(Catalog.init) }
            ?? token.flatMap { $0.catalog }
        do {
            outcomes =
                try fields.decodeIfPresent([Report.TestcaseReport].self, forKey: .outcomes) ?? []
            origin = try fields.decodeIfPresent(RecordOrigin.self, forKey: .origin)
            uses = try fields.decodeIfPresent([String: [String]].self, forKey: .uses) ?? [:]
        } catch {
            throw Unreadable(
                description: "its description of the run is malformed: \(error.formatted).")
        }
        if fields.contains(.recordedAt) {
            let text = try fields.decode(String.self, forKey: .recordedAt)
            guard let date = Timestamp.parse(text) else {
                throw Unreadable(
                    description: "recorded_at is \(text.quotedForMessage); expected a time such as "
                        + "2026-11-23T16:40:00Z.")
            }
            recordedAt = date
        }
    }

    private static func finding(_ error: any Error, _ key: Key) -> any Error {
        Finding(
            .notRecorded, "The recorded \(key.rawValue) cannot be read: \(error.formatted).",
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

/// Roles in any of their forms: names, objects with a `name`, or either in a token.
private struct RecordedRoles: Decodable, Sendable {
    var names: [String]

    private struct Role: Decodable { var name: String }
    private enum Key: String, CodingKey { case roles, token }

    init(from decoder: any Decoder) throws {
        do {
            var list = try decoder.unkeyedContainer()
            names = []
            while !list.isAtEnd {
                do {
                    names.append(try list.decode(String.self))
                } catch DecodingError.typeMismatch {
                    names.append(try list.decode(Role.self).name)
                }
            }
        } catch DecodingError.typeMismatch {
            let answer = try decoder.container(keyedBy: Key.self)
            let inner: Key = answer.contains(.token) ? .token : .roles
            names = try answer.decode(RecordedRoles.self, forKey: inner).names
        }
    }
}

/// Keystone's answer about a token, as far as it is a fact; the catalog may be absent.
private struct RecordedToken: Decodable, Sendable {
    var roles: RecordedRoles?
    var catalog: Catalog?
}

extension Result where Success == RecordedToken, Failure == any Error {
    /// The token's roles; nil if it has none.
    fileprivate var roles: Result<[String], any Error>? {
        switch self {
        case .success(let token): token.roles.map { .success($0.names) }
        case .failure(let error): .failure(error)
        }
    }

    fileprivate var catalog: Result<Catalog, any Error>? {
        switch self {
        case .success(let token): token.catalog.map { .success($0) }
        case .failure(let error): .failure(error)
        }
    }
}
