// SPDX-License-Identifier: Apache-2.0

/// Encodes values as JSON in the layout of reports: sorted keys, two blanks of indentation, a line for each value.
///
/// The layout is that of Foundation's encoder, which takes several times as long.
package enum JSONWriter {
    /// UTF-8, with control and invisible characters escaped; throws an `EncodingError`, or what `value` throws.
    ///
    /// JSON allows most of them unescaped, and foreign names can contain anything.
    package static func text(_ value: some Encodable) throws -> [UInt8] {
        var text = JSONText()
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
        let encoder = JSONPieceEncoder()
        try value.encode(to: encoder)
        self = encoder.piece
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

    func add(_ key: any CodingKey, _ value: JSONPiece) {
        members.append((key.stringValue, value))
    }

    /// Sorts the members by their keys; of two with the same key, the later one stays.
    func sort() {
        // Sorting is stable.
        members.sort { $0.key < $1.key }
        for index in members.indices.dropLast().reversed()
        where members[index].key == members[index + 1].key { members.remove(at: index) }
    }
}
