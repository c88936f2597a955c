// SPDX-License-Identifier: Apache-2.0

/// Adds items to an array.
struct JSONArrayWriter: UnkeyedEncodingContainer {
    let array: JSONArrayPiece
    var codingPath: [any CodingKey] { [] }
    var count: Int { array.items.count }

    private func add(_ piece: JSONPiece) { array.items.append(piece) }

    func encodeNil() { add(.null) }
    func encode(_ value: Bool) { add(JSONPiece(value)) }
    func encode(_ value: String) { add(.string(value)) }
    func encode(_ value: Double) throws { add(try JSONPiece(value)) }
    func encode(_ value: Float) throws { add(try JSONPiece(Double(value))) }
    func encode(_ value: Int) { add(JSONPiece(value)) }
    func encode(_ value: Int8) { add(JSONPiece(value)) }
    func encode(_ value: Int16) { add(JSONPiece(value)) }
    func encode(_ value: Int32) { add(JSONPiece(value)) }
    func encode(_ value: Int64) { add(JSONPiece(value)) }
    func encode(_ value: UInt) { add(JSONPiece(value)) }
    func encode(_ value: UInt8) { add(JSONPiece(value)) }
    func encode(_ value: UInt16) { add(JSONPiece(value)) }
    func encode(_ value: UInt32) { add(JSONPiece(value)) }
    func encode(_ value: UInt64) { add(JSONPiece(value)) }
    func encode<Value: Encodable>(_ value: Value) throws { add(try JSONPiece(encoding: value)) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        let nested = JSONObjectPiece()
        add(.object(nested))
        return KeyedEncodingContainer(JSONObjectWriter<Nested>(object: nested))
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let nested = JSONArrayPiece()
        add(.array(nested))
        return JSONArrayWriter(array: nested)
    }
    func superEncoder() -> any Encoder {
        let encoder = JSONPieceEncoder()
        add(.later(encoder))
        return encoder
    }
}
