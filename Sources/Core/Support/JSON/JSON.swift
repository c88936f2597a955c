// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// A JSON value: request bodies as literals, answers whose shape is not known beforehand.
public enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// The value of a key; nil where it is not an object or lacks the key.
    public subscript(key: String) -> JSON? {
        if case .object(let fields) = self { fields[key] } else { nil }
    }

    /// The string; nil where it is none.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The array; nil where it is none.
    public var array: [JSON]? {
        if case .array(let items) = self { items } else { nil }
    }

    /// The whole number; nil where it is none.
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    /// The boolean; nil where it is none.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// Reads one JSON text; throws `JSONParser.Malformed` where it is none.
    package static func parse(_ bytes: [UInt8]) throws -> JSON {
        try bytes.withUnsafeBufferPointer { try JSONParser.parse($0) }
    }

    /// The value as JSON text.
    package func bytes() throws -> [UInt8] {
        Array(try JSONEncoder().encode(self))
    }
}

extension JSON: Codable {
    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self = .null
        } else if let value = try? single.decode(String.self) {
            // The commonest kinds come first: each kind that does not fit costs an error.
            self = .string(value)
        } else if let value = try? single.decode([String: JSON].self) {
            self = .object(value)
        } else if let value = try? single.decode([JSON].self) {
            self = .array(value)
        } else if let value = try? single.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? single.decode(Double.self) {
            // As it is written again, so that a document stays the same.
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
