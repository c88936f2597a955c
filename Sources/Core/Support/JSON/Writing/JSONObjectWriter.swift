// SPDX-License-Identifier: Apache-2.0

/// Adds members to an object.
struct JSONObjectWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let object: JSONObjectPiece
    var codingPath: [any CodingKey] { [] }

    private func add(_ key: any CodingKey, _ piece: JSONPiece) {
        object.add(key.stringValue, piece)
    }

    func encodeNil(forKey key: Key) { add(key, .null) }
    func encode(_ value: Bool, forKey key: Key) { add(key, JSONPiece(value)) }
    func encode(_ value: String, forKey key: Key) { add(key, .string(value)) }
    func encode(_ value: Double, forKey key: Key) throws { add(key, try JSONPiece(value)) }
    func encode(_ value: Float, forKey key: Key) throws {
        try encode(Double(value), forKey: key)
    }
    func encode(_ value: Int, forKey key: Key) { add(key, JSONPiece(value)) }
    func encode(_ value: Int8, forKey key: Key) { add(key, JSONPiece(value)) }
    func encode(_ value: Int16, forKey key: Key) { add(key, JSONPiece(value)) }
    func encode(_ value: Int32, forKey key: Key) { add(key, JSONPiece(value)) }
    func encode(_ value: Int64, forKey key: Key) { add(key, JSONPiece(value)) }
    func encode(_ value: UInt, forKey key: Key) { add(key, JSONPiece(value)) }
    func encode(_ value: UInt8, forKey key: Key) { add(key, JSONPiece(value)) }
    func encode(_ value: UInt16, forKey key: Key) { add(key, JSONPiece(value)) }
    func encode(_ value: UInt32, forKey key: Key) { add(key, JSONPiece(value)) }
    func encode(_ value: UInt64, forKey key: Key) { add(key, JSONPiece(value)) }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        add(key, try JSONPiece(encoding: value))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        let nested = JSONObjectPiece()
        add(key, .object(nested))
        return KeyedEncodingContainer(JSONObjectWriter<Nested>(object: nested))
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let nested = JSONArrayPiece()
        add(key, .array(nested))
        return JSONArrayWriter(array: nested)
    }
    func superEncoder() -> any Encoder { superEncoder(AnyKey(stringValue: "super")) }
    func superEncoder(forKey key: Key) -> any Encoder { superEncoder(key) }

    private func superEncoder(_ key: any CodingKey) -> any Encoder {
        let encoder = JSONPieceEncoder()
        add(key, .later(encoder))
        return encoder
    }
}
