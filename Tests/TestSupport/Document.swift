// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// A JSON document in a test.
package enum Document: Sendable, Hashable, Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Document])
    case object([String: Document])

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let text = try? value.decode(String.self) {
            self = .string(text)
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let items = try? value.decode([Document].self) {
            self = .array(items)
        } else {
            self = .object(try value.decode([String: Document].self))
        }
    }

    /// The document in `bytes`; null if there is none, as in HTML pages.
    package init(_ bytes: [UInt8]) {
        do {
            self = try JSONDecoder().decode(Document.self, from: Data(bytes))
        } catch {
            self = .null
        }
    }

    package subscript(key: String) -> Document {
        guard case .object(let members) = self else { return .null }
        return members[key] ?? .null
    }

    package subscript(index: Int) -> Document {
        guard case .array(let items) = self, items.indices.contains(index) else { return .null }
        return items[index]
    }

    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    package var int: Int64? {
        guard case .number(let number) = self else { return nil }
        return Int64(number)
    }

    package var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    package var items: [Document] {
        guard case .array(let items) = self else { return [] }
        return items
    }

    package var keys: [String] {
        guard case .object(let members) = self else { return [] }
        return members.keys.sorted()
    }

    /// The keys with their types, nested ones by path; of a list the first item.
    package var shape: [String: String] {
        var shape: [String: String] = [:]
        describe(at: "", into: &shape)
        return shape
    }

    private func describe(at path: String, into shape: inout [String: String]) {
        switch self {
        case .null: shape[path] = "null"
        case .bool: shape[path] = "bool"
        case .number: shape[path] = "number"
        case .string: shape[path] = "string"
        case .array(let items):
            shape[path] = "array"
            items.first?.describe(at: path + "[]", into: &shape)
        case .object(let members):
            if !path.isEmpty { shape[path] = "object" }
            for (key, value) in members {
                value.describe(at: path.isEmpty ? key : "\(path).\(key)", into: &shape)
            }
        }
    }
}
