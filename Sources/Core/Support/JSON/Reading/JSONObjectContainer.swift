// SPDX-License-Identifier: Apache-2.0

/// The members of an object, for a type that is decoded by keys.
struct JSONObjectContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let members: JSONMembers

    private var decoder: JSONNodeDecoder { members.decoder }
    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { members.names.compactMap { Key(stringValue: $0) } }

    init(_ decoder: JSONNodeDecoder) throws { members = try JSONMembers(decoder) }

    private func required(_ key: Key) throws -> Int {
        guard let node = members.node(key.stringValue) else {
            throw DecodingError.keyNotFound(
                key,
                DecodingError.Context(
                    codingPath: codingPath, debugDescription: "\(key.stringValue) is missing"))
        }
        return node
    }

    func contains(_ key: Key) -> Bool { members.node(key.stringValue) != nil }
    func decodeNil(forKey key: Key) throws -> Bool {
        decoder.document.nodes[try required(key)].kind == .null
    }

    private func text(_ node: Int, _ key: Key) throws -> String {
        guard let text = decoder.document.string(node) else {
            throw decoder.mismatch(String.self, at: node, key)
        }
        return text
    }
    private func flag(_ node: Int, _ key: Key) throws -> Bool {
        guard let flag = decoder.document.flag(node) else {
            throw decoder.mismatch(Bool.self, at: node, key)
        }
        return flag
    }
    private func whole<Value: FixedWidthInteger>(_ type: Value.Type, _ key: Key) throws -> Value {
        try decoder.whole(type, at: try required(key), key)
    }

    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try text(try required(key), key)
    }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        guard let node = members.present(key.stringValue) else { return nil }
        return try text(node, key)
    }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try flag(try required(key), key)
    }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        guard let node = members.present(key.stringValue) else { return nil }
        return try flag(node, key)
    }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        let node = try required(key)
        guard let number = decoder.document.number(node) else {
            throw decoder.mismatch(type, at: node, key)
        }
        return number
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        Float(try decode(Double.self, forKey: key))
    }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try whole(type, key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try whole(type, key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try whole(type, key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try whole(type, key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try whole(type, key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try whole(type, key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try whole(type, key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try whole(type, key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try whole(type, key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try whole(type, key) }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try decoder.decode(type, at: try required(key), key)
    }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        guard let node = members.present(key.stringValue) else { return nil }
        return try decoder.decode(type, at: node, key)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try nested(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try nested(key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { try superDecoder(AnyKey(stringValue: "super")) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try superDecoder(key) }

    private func superDecoder(_ key: any CodingKey) throws -> any Decoder {
        guard let key = Key(stringValue: key.stringValue) else {
            throw decoder.mismatch(Key.self)
        }
        return try nested(key)
    }
    private func nested(_ key: Key) throws -> JSONNodeDecoder {
        JSONNodeDecoder(decoder.document, try required(key), in: decoder, at: key)
    }
}
