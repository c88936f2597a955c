// SPDX-License-Identifier: Apache-2.0

/// JSON as it was written, with the place of each value: a flat list in the order of the text.
///
/// After an object comes its first key, after a key its value; `next` leads past all that belongs to a value.
final class JSONDocument: Sendable {
    enum Kind: UInt8, Sendable {
        case null, `true`, `false`, integer, number, string, escapedString, array, object
    }

    struct Node: Sendable {
        var kind: Kind
        /// Where its text begins and ends, in bytes; without the quotes of a string.
        var start: UInt32
        var end: UInt32
        /// The node after it and all that it contains.
        var next: UInt32 = 0
        /// The number of its members or items; of a string with escapes, its place among those.
        var count: UInt32 = 0
    }

    let bytes: [UInt8]
    let nodes: [Node]
    /// The strings that have escapes, without them.
    let unescaped: [String]

    /// Throws `JSONParser.Malformed`.
    init(_ bytes: [UInt8]) throws(JSONParser.Malformed) {
        self.bytes = bytes
        var parser = JSONParser()
        try parser.parse(bytes)
        nodes = parser.nodes
        unescaped = parser.unescaped
    }

    /// The string at a node; nil for other values.
    func string(_ index: Int) -> String? {
        let node = nodes[index]
        switch node.kind {
        case .string: return text(node)
        case .escapedString: return unescaped[Int(node.count)]
        default: return nil
        }
    }

    /// The boolean at a node; nil for other values.
    func flag(_ index: Int) -> Bool? {
        switch nodes[index].kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The whole number at a node, exact; nil for other values.
    func integer(_ index: Int) -> Int64? {
        let node = nodes[index]
        switch node.kind {
        case .integer: return Self.integer(bytes[Int(node.start)..<Int(node.end)])
        case .number: return number(index).flatMap(Int64.init(exactly:))
        default: return nil
        }
    }

    /// The number at a node; nil for other values.
    func number(_ index: Int) -> Double? { digits(index).flatMap(Double.init) }

    /// The number at a node, as it was written; nil for other values.
    func digits(_ index: Int) -> String? {
        let node = nodes[index]
        return node.kind == .integer || node.kind == .number ? text(node) : nil
    }

    /// The whole value at a node.
    func value(_ index: Int) -> JSON {
        switch nodes[index].kind {
        case .null: return .null
        case .true: return .bool(true)
        case .false: return .bool(false)
        case .integer, .number:
            // As an integer it is written as it was read.
            return integer(index).map(JSON.integer) ?? .number(number(index) ?? 0)
        case .string, .escapedString: return .string(string(index) ?? "")
        case .array:
            var items: [JSON] = []
            items.reserveCapacity(Int(nodes[index].count))
            forEachItem(of: index) { items.append(value($0)) }
            return .array(items)
        case .object:
            var fields: [String: JSON] = [:]
            // If a key occurs twice, the last value counts.
            forEachMember(of: index) { fields[string($0) ?? ""] = value($0 + 1) }
            return .object(fields)
        }
    }

    /// The text of the value at a node, as it was written.
    func range(_ index: Int) -> Range<Int> {
        let node = nodes[index]
        let quote = node.kind == .string || node.kind == .escapedString ? 1 : 0
        return Int(node.start) - quote..<Int(node.end) + quote
    }

    /// The node of an object's value by its key; of two, the last one counts.
    ///
    /// Decoding spends most of its time here, so it works on the memory itself.
    func member(_ name: String, of object: Int) -> Int? {
        var name = name
        return name.withUTF8 { name in
            nodes.withUnsafeBufferPointer { nodes in
                bytes.withUnsafeBufferPointer { bytes in
                    var found: Int?
                    var index = object + 1
                    let end = Int(nodes[object].next)
                    while index < end {
                        let key = nodes[index]
                        let isFound =
                            key.kind == .string
                            ? Int(key.end - key.start) == name.count
                                && Self.matches(bytes, Int(key.start), name)
                            : unescaped[Int(key.count)].utf8.elementsEqual(name)
                        if isFound { found = index + 1 }
                        index = Int(nodes[index + 1].next)
                    }
                    return found
                }
            }
        }
    }

    private static func matches(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ name: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        for index in 0..<name.count where bytes[start + index] != name[index] { return false }
        return true
    }

    /// Calls `body` with the node of each item of an array.
    func forEachItem(of array: Int, _ body: (Int) -> Void) {
        var index = array + 1
        let end = Int(nodes[array].next)
        while index < end {
            body(index)
            index = Int(nodes[index].next)
        }
    }

    /// Calls `body` with the node of each key of an object; the value follows it.
    func forEachMember(of object: Int, _ body: (Int) -> Void) {
        var index = object + 1
        let end = Int(nodes[object].next)
        while index < end {
            body(index)
            index = Int(nodes[index + 1].next)
        }
    }

    private func text(_ node: Node) -> String {
        String(decoding: bytes[Int(node.start)..<Int(node.end)], as: UTF8.self)
    }

    /// The number of digits after an optional sign; nil beyond Int64.
    private static func integer(_ digits: ArraySlice<UInt8>) -> Int64? {
        let isNegative = digits.first == UInt8(ascii: "-")
        var value: Int64 = 0
        for digit in isNegative ? digits.dropFirst() : digits {
            let (shifted, isTooMuch) = value.multipliedReportingOverflow(by: 10)
            // Downwards, as Int64 reaches further there.
            let (next, isTooLow) = shifted.subtractingReportingOverflow(Int64(digit & 0x0F))
            if isTooMuch || isTooLow { return nil }
            value = next
        }
        return isNegative ? value : value == .min ? nil : -value
    }
}
