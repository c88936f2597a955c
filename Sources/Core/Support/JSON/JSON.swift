// SPDX-License-Identifier: Apache-2.0
/// A JSON value, for request bodies as literals and for answers of any shape.
public enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// The value of a key; nil if this is not an object or lacks the key.
    public subscript(key: String) -> JSON? {
        if case .object(let fields) = self { fields[key] } else { nil }
    }

    /// The string; nil for other values.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The array; nil for other values.
    public var array: [JSON]? {
        if case .array(let items) = self { items } else { nil }
    }

    /// The whole number; nil for other values.
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    /// The boolean; nil for other values.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// Parses JSON; throws `JSONParser.Malformed`.
    package static func parse(_ bytes: [UInt8]) throws -> JSON {
        try JSONDocument(bytes).value(0)
    }

    /// The texts of an object's members, not parsed further; nil for other values. Throws `JSONParser.Malformed`.
    package static func members(of bytes: [UInt8]) throws -> [String: ArraySlice<UInt8>]? {
        let document = try JSONDocument(bytes)
        guard document.nodes.first?.kind == .object else { return nil }
        var members: [String: ArraySlice<UInt8>] = [:]
        document.forEachMember(of: 0) { key in
            members[document.string(key) ?? ""] = bytes[document.range(key + 1)]
        }
        return members
    }

    /// The value as JSON on one line.
    package func bytes() throws -> [UInt8] {
        try JSONWriter.line(self)
    }
}

extension JSON: Codable {
    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self = .null
        } else if let value = try? single.decode(String.self) {
            // The most frequent kinds come first: each one that does not match costs an error.
            self = .string(value)
        } else if let value = try? single.decode([String: JSON].self) {
            self = .object(value)
        } else if let value = try? single.decode([JSON].self) {
            self = .array(value)
        } else if let value = try? single.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? single.decode(Double.self) {
            // As an integer it is written as it was read.
            self = Int64(exactly: value).map(JSON.integer) ?? .number(value)
        } else {
            self = .bool(try single.decode(Bool.self))
        }
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch self {
        case .null: try single.encodeNil()
        case .bool(let value): try single.encode(value)
        case .integer(let value): try single.encode(value)
        case .number(let value): try single.encode(value)
        case .string(let value): try single.encode(value)
        case .array(let value): try single.encode(value)
        case .object(let value): try single.encode(value)
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An array.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    /// An object.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
    /// The null value.
    public init(nilLiteral: ()) { self = .null }
}
