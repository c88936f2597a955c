// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// The bytes of a TOML file with a place in them.
struct TOMLScanner {
    /// The deepest nesting of arrays, inline tables and parts of a key.
    static let mostDepth = 64

    private let bytes: [UInt8]
    private let file: String
    private var index = 0
    private var line = 1
    private var column = 1

    init(_ bytes: [UInt8], file: String) {
        // A byte order mark is no content.
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        self.file = file
    }

    var position: Position { Position(file: file, line: line, column: column) }

    var peek: UInt8? { peek(0) }

    func peek(_ offset: Int) -> UInt8? {
        index + offset < bytes.count ? bytes[index + offset] : nil
    }

    func error(_ message: String) -> YAMLError { YAMLError(position, message) }

    mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
    }

    func isAt(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[index...].starts(with: $0) }
    }

    mutating func take(_ text: StaticString) -> Bool {
        guard isAt(text) else { return false }
        advance(text.utf8CodeUnitCount)
        return true
    }

    mutating func expect(_ text: StaticString, _ place: String) throws(YAMLError) {
        skipSpaces()
        guard take(text) else { throw error("expected \"\(text)\" \(place)") }
    }

    mutating func skipSpaces() {
        while peek == 0x20 || peek == 0x09 { advance() }
    }

    /// Skips spaces, comments and line ends.
    mutating func skipBlankLines() throws(YAMLError) {
        while true {
            skipSpaces()
            if peek == UInt8(ascii: "#") { try skipComment() }
            guard takeLineEnd() else { return }
        }
    }

    /// Nothing but a comment may follow on this line.
    mutating func endLine() throws(YAMLError) {
        skipSpaces()
        if peek == UInt8(ascii: "#") { try skipComment() }
        guard peek == nil || takeLineEnd() else {
            throw error("expected the end of the line; write one value a line")
        }
    }

    mutating func takeLineEnd() -> Bool { take("\n") || take("\r\n") }

    private mutating func skipComment() throws(YAMLError) {
        while let byte = peek, byte != 0x0A, !isAt("\r\n") { try skipVisible(byte) }
    }

    /// Moves over a byte that is no control character.
    mutating func skipVisible(_ byte: UInt8) throws(YAMLError) {
        guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else {
            throw error("there is a control character; write it as \\u00\(Self.hex(byte))")
        }
        advance()
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    /// The bytes from a place to here.
    func text(from start: Int) -> String { String(decoding: bytes[start..<index], as: UTF8.self) }

    var place: Int { index }

    /// `a."b c".d`
    mutating func dottedKey() throws(YAMLError) -> [TOMLKey] {
        var keys: [TOMLKey] = []
        repeat {
            skipSpaces()
            guard keys.count < Self.mostDepth else {
                throw error("keys have at most \(Self.mostDepth) parts")
            }
            let position = position
            keys.append(TOMLKey(name: try keyPart(), position: position))
            skipSpaces()
        } while take(".")
        return keys
    }

    private mutating func keyPart() throws(YAMLError) -> String {
        switch peek {
        case UInt8(ascii: "\""): return try basicString(isLong: false)
        case UInt8(ascii: "'"): return try literalString(isLong: false)
        default:
            let start = index
            while let byte = peek, byte.isBareKey { advance() }
            guard index > start else {
                throw error("expected a key: letters, digits, hyphens and underscores, or a string")
            }
            return text(from: start)
        }
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }

    fileprivate var isBareKey: Bool {
        isDigit || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
            || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
    }
}
