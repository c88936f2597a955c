// SPDX-License-Identifier: Apache-2.0

/// The items of an array, for a type that is decoded one after another.
struct JSONArrayContainer: UnkeyedDecodingContainer {
    private let decoder: JSONNodeDecoder
    private var node: Int
    private(set) var currentIndex = 0

    private var document: JSONDocument { decoder.document }
    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { Int(document.nodes[decoder.index].count) }
    var isAtEnd: Bool { node >= Int(document.nodes[decoder.index].next) }

    init(_ decoder: JSONNodeDecoder) throws {
        guard decoder.kind == .array else { throw decoder.mismatch([JSON].self) }
        self.decoder = decoder
        node = decoder.index + 1
    }

    /// The place of an item in its array.
    private struct Place: CodingKey {
        let intValue: Int?
        var stringValue: String { "Index \(intValue ?? 0)" }
        init(_ index: Int) { intValue = index }
        init?(intValue: Int) { self.intValue = intValue }
        init?(stringValue: String) { nil }
    }

    /// The next item, by `body`; it stays the next one if that throws.
    private mutating func next<Value>(
        _ type: any Any.Type, _ body: (Int, Place) throws -> Value
    ) throws -> Value {
        let place = Place(currentIndex)
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                type,
                DecodingError.Context(
                    codingPath: codingPath + [place], debugDescription: "the array ends here"))
        }
        let value = try body(node, place)
        node = Int(document.nodes[node].next)
        currentIndex += 1
        return value
    }

    private mutating func single<Value: Decodable>(
        _ type: Value.Type, _ body: (JSONNodeDecoder) throws -> Value
    ) throws -> Value {
        try next(type) { [decoder] in
            try body(JSONNodeDecoder(decoder.document, $0, in: decoder, at: $1))
        }
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, document.nodes[node].kind == .null else { return false }
        return try next(Never.self) { _, _ in true }
    }
    mutating func decode(_ type: Bool.Type) throws -> Bool {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode(_ type: String.Type) throws -> String {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode(_ type: Double.Type) throws -> Double {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode(_ type: Float.Type) throws -> Float {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode(_ type: Int.Type) throws -> Int {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode(_ type: Int8.Type) throws -> Int8 {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode(_ type: Int16.Type) throws -> Int16 {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode(_ type: Int32.Type) throws -> Int32 {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode(_ type: Int64.Type) throws -> Int64 {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode(_ type: UInt.Type) throws -> UInt {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 {
        try single(type) { try $0.decode(type) }
    }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try next(type) { [decoder] in try decoder.decode(type, at: $0, $1) }
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try nested().container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try nested().unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder { try nested() }

    private mutating func nested() throws -> JSONNodeDecoder {
        try next(Any.self) { [decoder] in JSONNodeDecoder(decoder.document, $0, in: decoder, at: $1)
        }
    }
}
