// SPDX-License-Identifier: Apache-2.0

/// Encodes values as JSON with sorted keys, in Foundation's layouts and half of its time.
///
/// Control and invisible characters are escaped: JSON allows most of them unescaped, and foreign names can contain
/// anything.
package enum JSONWriter {
    /// With two blanks of indentation, and a line for each value; throws an `EncodingError`, or what `value` throws.
    package static func text(_ value: some Encodable) throws -> [UInt8] {
        try written(value, JSONText(isOneLine: false))
    }

    /// On one line, without blanks; throws the same.
    package static func line(_ value: some Encodable) throws -> [UInt8] {
        try written(value, JSONText(isOneLine: true))
    }

    private static func written(_ value: some Encodable, _ text: JSONText) throws -> [UInt8] {
        var text = text
        text.write(try JSONPiece(encoding: value))
        return text.bytes
    }
}

/// A value on its way into JSON.
enum JSONPiece {
    /// Written as it is: numbers and words.
    case word(String)
    case string(String)
    case array(JSONArrayPiece)
    case object(JSONObjectPiece)
    /// What that encoder will have been given by then.
    case later(JSONPieceEncoder)

    /// Throws what encoding the value throws.
    init<Value: Encodable>(encoding value: Value) throws {
        // The most frequent type; it would ask for a container to be written into.
        if Value.self == String.self, let text = value as? String {
            self = .string(text)
            return
        }
        if Value.self == JSON.self, let json = value as? JSON {
            self = try JSONPiece(json)
            return
        }
        let encoder = JSONPieceEncoder()
        try value.encode(to: encoder)
        self = encoder.piece
    }

    private init(_ json: JSON) throws {
        switch json {
        case .null: self = .null
        case .bool(let value): self.init(value)
        case .integer(let value): self.init(value)
        case .number(let value): try self.init(value)
        case .string(let text): self = .string(text)
        case .array(let items):
            let array = JSONArrayPiece()
            array.items = try items.map { try JSONPiece($0) }
            self = .array(array)
        case .object(let fields):
            let object = JSONObjectPiece()
            for (key, value) in fields { object.add(key, try JSONPiece(value)) }
            self = .object(object)
        }
    }

    init(_ value: Bool) { self = .word(value ? "true" : "false") }
    init(_ value: some FixedWidthInteger) { self = .word(String(value)) }

    /// Throws an `EncodingError` for a number that JSON cannot express.
    init(_ value: Double) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(
                value,
                EncodingError.Context(codingPath: [], debugDescription: "JSON has no \(value)"))
        }
        let text = value.description
        self = .word(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    static var null: JSONPiece { .word("null") }
}

final class JSONArrayPiece {
    var items: [JSONPiece] = []
}

final class JSONObjectPiece {
    private(set) var members: [(key: String, value: JSONPiece)] = []

    func add(_ key: String, _ value: JSONPiece) { members.append((key, value)) }

    /// Sorts the members by their keys; of two with the same key, the later one stays.
    func sort() {
        // Sorting is stable.
        members.sort { $0.key < $1.key }
        for index in members.indices.dropLast().reversed()
        where members[index].key == members[index + 1].key { members.remove(at: index) }
    }
}
