// SPDX-License-Identifier: Apache-2.0

/// Takes what one value says of itself.
final class JSONPieceEncoder: Encoder, SingleValueEncodingContainer {
    /// A value that says nothing is an empty object, as with Foundation.
    private(set) var piece = JSONPiece.object(JSONObjectPiece())
    /// Paths would cost an array for each value, and only an infinite number would show one.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
        // Asking twice continues the same object.
        if case .object(let begun) = piece {
            return KeyedEncodingContainer(JSONObjectWriter<Key>(object: begun))
        }
        let object = JSONObjectPiece()
        piece = .object(object)
        return KeyedEncodingContainer(JSONObjectWriter<Key>(object: object))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .array(let begun) = piece { return JSONArrayWriter(array: begun) }
        let array = JSONArrayPiece()
        piece = .array(array)
        return JSONArrayWriter(array: array)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { piece = .null }
    func encode(_ value: Bool) { piece = JSONPiece(value) }
    func encode(_ value: String) { piece = .string(value) }
    func encode(_ value: Double) throws { piece = try JSONPiece(value) }
    func encode(_ value: Float) throws { piece = try JSONPiece(Double(value)) }
    func encode(_ value: Int) { piece = JSONPiece(value) }
    func encode(_ value: Int8) { piece = JSONPiece(value) }
    func encode(_ value: Int16) { piece = JSONPiece(value) }
    func encode(_ value: Int32) { piece = JSONPiece(value) }
    func encode(_ value: Int64) { piece = JSONPiece(value) }
    func encode(_ value: UInt) { piece = JSONPiece(value) }
    func encode(_ value: UInt8) { piece = JSONPiece(value) }
    func encode(_ value: UInt16) { piece = JSONPiece(value) }
    func encode(_ value: UInt32) { piece = JSONPiece(value) }
    func encode(_ value: UInt64) { piece = JSONPiece(value) }
    func encode<Value: Encodable>(_ value: Value) throws {
        piece = try JSONPiece(encoding: value)
    }
}
