// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// Strings, in quotes of four kinds.
extension TOMLScanner {
    /// `"…"`, or `"""…"""` if it `isLong`; escapes are resolved.
    mutating func basicString(isLong: Bool) throws(YAMLError) -> String {
        let start = position
        var content: [UInt8] = []
        advance(isLong ? 3 : 1)
        if isLong { _ = takeLineEnd() }
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\"") where !isLong || isAt("\"\"\""):
                advance(isLong ? 3 : 1)
                return string(content, endingWith: byte, isLong: isLong)
            case UInt8(ascii: "\\"):
                if try !skipFoldedLines(isLong) { content += Array(String(try escape()).utf8) }
            default: try takeByte(byte, isLong, into: &content)
            }
        }
        throw YAMLError(start, "this string has no closing quotes")
    }

    /// `'…'`, or `'''…'''` if it `isLong`, as it is written.
    mutating func literalString(isLong: Bool) throws(YAMLError) -> String {
        let start = position
        var content: [UInt8] = []
        advance(isLong ? 3 : 1)
        if isLong { _ = takeLineEnd() }
        while let byte = peek {
            if byte == UInt8(ascii: "'"), !isLong || isAt("'''") {
                advance(isLong ? 3 : 1)
                return string(content, endingWith: byte, isLong: isLong)
            }
            try takeByte(byte, isLong, into: &content)
        }
        throw YAMLError(start, "this string has no closing quotes")
    }

    /// Up to two quotes may stand before the closing ones.
    private mutating func string(
        _ content: [UInt8], endingWith quote: UInt8, isLong: Bool
    ) -> String {
        var content = content
        for _ in 0..<2 where isLong && peek == quote {
            content.append(quote)
            advance()
        }
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func takeByte(
        _ byte: UInt8, _ isLong: Bool, into content: inout [UInt8]
    ) throws(YAMLError) {
        if byte == 0x0A || isAt("\r\n") {
            guard isLong else { throw error("this string has no closing quotes on its line") }
            _ = takeLineEnd()
            content.append(0x0A)
        } else {
            try skipVisible(byte)
            content.append(byte)
        }
    }

    /// A backslash at the end of a line joins it to the next text.
    private mutating func skipFoldedLines(_ isLong: Bool) throws(YAMLError) -> Bool {
        var ahead = 1
        while let byte = peek(ahead), byte == 0x20 || byte == 0x09 { ahead += 1 }
        let isLineEnd = peek(ahead) == 0x0A || (peek(ahead) == 0x0D && peek(ahead + 1) == 0x0A)
        guard isLong, isLineEnd else { return false }
        advance()
        while true {
            skipSpaces()
            guard takeLineEnd() else { return true }
        }
    }

    private mutating func escape() throws(YAMLError) -> Unicode.Scalar {
        let known: [UInt8: Unicode.Scalar] = [
            UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "t"): "\t", UInt8(ascii: "n"): "\n",
            UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "r"): "\r", UInt8(ascii: "\""): "\"",
            UInt8(ascii: "\\"): "\\",
        ]
        guard let letter = peek(1) else { throw error("this escape has no end") }
        if let scalar = known[letter] {
            advance(2)
            return scalar
        }
        let count = letter == UInt8(ascii: "u") ? 4 : letter == UInt8(ascii: "U") ? 8 : 0
        let digits = (0..<count).compactMap { peek($0 + 2) }
        let text = String(decoding: digits, as: UTF8.self)
        guard count > 0, digits.count == count, !text.contains(where: { !$0.isHexDigit }),
            let number = UInt32(text, radix: 16), let scalar = Unicode.Scalar(number)
        else {
            throw error("this is no escape of TOML; write \\\\ for a backslash, or use 'quotes'")
        }
        advance(2 + count)
        return scalar
    }
}
