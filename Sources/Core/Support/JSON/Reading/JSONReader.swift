// SPDX-License-Identifier: Apache-2.0

/// Decodes values from JSON, as Foundation's decoder does, in half of its time.
///
/// Most of the time of Foundation's goes into a dictionary for each object.
package enum JSONReader {
    /// Throws a `DecodingError`, what the type throws, or `JSONParser.Malformed`.
    package static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: [UInt8]
    ) throws -> Value {
        let document = try JSONDocument(bytes)
        return try JSONNodeDecoder(document, 0).decode(type)
    }
}

/// Decodes the value at one node of a document.
final class JSONNodeDecoder: Decoder, SingleValueDecodingContainer {
    let document: JSONDocument
    let index: Int
    private let parent: JSONNodeDecoder?
    private let key: (any CodingKey)?

    init(
        _ document: JSONDocument, _ index: Int, in parent: JSONNodeDecoder? = nil,
        at key: (any CodingKey)? = nil
    ) {
        self.document = document
        self.index = index
        self.parent = parent
        self.key = key
    }

    var codingPath: [any CodingKey] {
        (parent?.codingPath ?? []) + (key.map { [$0] } ?? [])
    }

    var userInfo: [CodingUserInfoKey: Any] { [:] }

    var kind: JSONDocument.Kind { document.nodes[index].kind }

    func container<Key: CodingKey>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try JSONObjectContainer<Key>(self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try JSONArrayContainer(self)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    /// The value at a node, which stands at `key`.
    func decode<Value: Decodable>(
        _ type: Value.Type, at index: Int, _ key: @autoclosure () -> any CodingKey
    ) throws -> Value {
        if let value = direct(type, at: index) { return value }
        return try Value(from: JSONNodeDecoder(document, index, in: self, at: key()))
    }

    /// The most frequent type, and the only one whose own decoding tries one type after another.
    private func direct<Value>(_ type: Value.Type, at index: Int) -> Value? {
        if type == String.self { return document.string(index) as? Value }
        if type == JSON.self { return document.value(index) as? Value }
        return nil
    }

    /// The error of a value that has another type.
    func mismatch(
        _ type: any Any.Type, at index: Int? = nil, _ key: (any CodingKey)? = nil
    ) -> DecodingError {
        let kind = document.nodes[index ?? self.index].kind
        let context = DecodingError.Context(
            codingPath: codingPath + (key.map { [$0] } ?? []),
            debugDescription: "expected \(type), found \(kind)")
        return kind == .null ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    func whole<Value: FixedWidthInteger>(
        _ type: Value.Type, at index: Int? = nil, _ key: (any CodingKey)? = nil
    ) throws -> Value {
        if let number = document.integer(index ?? self.index) {
            if let value = Value(exactly: number) { return value }
        } else if let digits = document.digits(index ?? self.index) {
            // UInt64 reaches further than Int64.
            if let value = Value(digits) { return value }
        } else {
            throw mismatch(type, at: index, key)
        }
        throw DecodingError.dataCorrupted(
            DecodingError.Context(
                codingPath: codingPath + (key.map { [$0] } ?? []),
                debugDescription: "the number does not fit \(type)"))
    }

    // MARK: A single value

    func decodeNil() -> Bool { kind == .null }
    func decode(_ type: Bool.Type) throws -> Bool {
        guard let flag = document.flag(index) else { throw mismatch(type) }
        return flag
    }
    func decode(_ type: String.Type) throws -> String {
        guard let text = document.string(index) else { throw mismatch(type) }
        return text
    }
    func decode(_ type: Double.Type) throws -> Double {
        guard let number = document.number(index) else { throw mismatch(type) }
        return number
    }
    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try whole(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try whole(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try whole(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try whole(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try whole(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try whole(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try whole(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try whole(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try whole(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try whole(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if let value = direct(type, at: index) { return value }
        return try Value(from: self)
    }
}
