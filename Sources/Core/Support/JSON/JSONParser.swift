// SPDX-License-Identifier: Apache-2.0

/// Parses JSON by RFC 8259, strictly and in one pass, without an intermediate document.
///
/// Foundation's decoder tries one type after another, which took 35 s for an answer of 31 MiB.
struct JSONParser {
    /// Where the text stops being JSON, in bytes from its start.
    struct Malformed: Error, CustomStringConvertible {
        let offset: Int
        let problem: String

        var description: String { "it is not JSON: \(problem) at byte \(offset)" }
    }

    /// As deep as Foundation's decoder; each level costs stack.
    private static let deepest = 512

    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(Malformed) -> JSON {
        var parser = JSONParser(bytes: bytes)
        // JSON does not allow a byte order mark, but some tools write one to files.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.at = 3 }
        let value = try parser.value(depth: 0)
        parser.skipBlanks()
        guard parser.at == bytes.count else {
            throw parser.malformed("something follows the value")
        }
        return value
    }

    /// Where the values of an object's members are, each with its text checked; nil for other values.
    static func members(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(Malformed) -> [String: Range<Int>]? {
        var parser = JSONParser(bytes: bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.at = 3 }
        parser.skipBlanks()
        guard parser.next == UInt8(ascii: "{") else { return nil }
        var members: [String: Range<Int>] = [:]
        _ = try parser.object(depth: 0) { members[$0] = $1 }
        parser.skipBlanks()
        guard parser.at == bytes.count else {
            throw parser.malformed("something follows the value")
        }
        return members
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private func malformed(_ problem: String) -> Malformed {
        Malformed(offset: at, problem: problem)
    }

    private mutating func skipBlanks() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        at += 1
        return true
    }

    private mutating func value(depth: Int) throws(Malformed) -> JSON {
        guard depth <= Self.deepest else { throw malformed("more than \(Self.deepest) levels") }
        skipBlanks()
        switch next {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "-"): return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw malformed("the text ends")
        case let byte? where Self.isDigit(byte): return try number()
        default: throw malformed("a value cannot begin like this")
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(Malformed) -> JSON {
        let end = at + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw malformed("the text ends") }
        for index in 0..<word.utf8CodeUnitCount where bytes[at + index] != word.utf8Start[index] {
            throw malformed("a value cannot begin like this")
        }
        at = end
        return value
    }

    /// If a key occurs twice, the last value counts.
    private mutating func object(
        depth: Int, onMember: (String, Range<Int>) -> Void = { _, _ in }
    ) throws(Malformed) -> JSON {
        at += 1
        var fields: [String: JSON] = [:]
        skipBlanks()
        if take(UInt8(ascii: "}")) { return .object(fields) }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw malformed("a key is missing") }
            let key = try string()
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw malformed("a colon is missing") }
            skipBlanks()
            let start = at
            fields[key] = try value(depth: depth + 1)
            onMember(key, start..<at)
            skipBlanks()
            if take(UInt8(ascii: "}")) { return .object(fields) }
            guard take(UInt8(ascii: ",")) else { throw malformed("a comma or } is missing") }
        }
    }

    private mutating func array(depth: Int) throws(Malformed) -> JSON {
        at += 1
        var items: [JSON] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return .array(items) }
        while true {
            items.append(try value(depth: depth + 1))
            skipBlanks()
            if take(UInt8(ascii: "]")) { return .array(items) }
            guard take(UInt8(ascii: ",")) else { throw malformed("a comma or ] is missing") }
        }
    }

    private mutating func string() throws(Malformed) -> String {
        at += 1
        let start = at
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20
        {
            at += 1
        }
        guard next == UInt8(ascii: "\\") else {
            let text = try text(bytes[start..<at], start)
            guard take(UInt8(ascii: "\"")) else { throw malformed("a string does not end") }
            return text
        }
        var content = Array(bytes[start..<at])
        while let byte = next, byte != UInt8(ascii: "\""), byte >= 0x20 {
            at += 1
            if byte == UInt8(ascii: "\\") {
                try escape(into: &content)
            } else {
                content.append(byte)
            }
        }
        let text = try text(content[...], start)
        guard take(UInt8(ascii: "\"")) else { throw malformed("a string does not end") }
        return text
    }

    private func text(
        _ content: some Collection<UInt8>, _ start: Int
    ) throws(Malformed) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw Malformed(offset: start, problem: "a string is not UTF-8")
        }
        return text
    }

    /// Reads the character after a backslash.
    private mutating func escape(into content: inout [UInt8]) throws(Malformed) {
        guard let letter = next else { throw malformed("a string does not end") }
        at += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            var code = UInt32(try unit())
            if (0xD800..<0xDC00).contains(code), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
                let low = UInt32(try unit())
                guard (0xDC00..<0xE000).contains(low) else {
                    throw malformed("half of a surrogate pair is missing")
                }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else {
                throw malformed("half of a surrogate pair is missing")
            }
            content.append(contentsOf: String(scalar).utf8)
        default: throw malformed("no such escape")
        }
    }

    /// Four hexadecimal digits.
    private mutating func unit() throws(Malformed) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw malformed("an escape lacks digits")
            }
            unit = unit << 4 | UInt16(digit)
            at += 1
        }
        return unit
    }

    /// Whole numbers stay exact; others, and those beyond Int64, are doubles.
    private mutating func number() throws(Malformed) -> JSON {
        let start = at
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")), skipDigits() == 0 { throw malformed("a digit is missing") }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            guard skipDigits() > 0 else { throw malformed("a digit is missing") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard skipDigits() > 0 else { throw malformed("a digit is missing") }
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if isWhole, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else {
            throw Malformed(offset: start, problem: "a number is too large")
        }
        // As an integer it is written as it was read.
        return Int64(exactly: value).map(JSON.integer) ?? .number(value)
    }

    private mutating func skipDigits() -> Int {
        let start = at
        while let byte = next, Self.isDigit(byte) { at += 1 }
        return at - start
    }
}
