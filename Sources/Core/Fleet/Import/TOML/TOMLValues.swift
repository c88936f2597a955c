// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// Values: strings, numbers, booleans, times, arrays and inline tables.
extension TOMLScanner {
    mutating func value(label: String, depth: Int) throws(YAMLError) -> YAMLNode {
        let position = position
        guard depth < Self.mostDepth else {
            throw error("values are nested here more than \(Self.mostDepth) levels deep")
        }
        func node(_ value: YAMLNode.Value) -> YAMLNode {
            YAMLNode(value, at: position, label: label)
        }
        switch peek {
        case UInt8(ascii: "\""):
            return node(.scalar(try basicString(isLong: isAt("\"\"\"")), .quoted))
        case UInt8(ascii: "'"):
            return node(.scalar(try literalString(isLong: isAt("'''")), .quoted))
        case UInt8(ascii: "["): return node(.sequence(try array(label, depth)))
        case UInt8(ascii: "{"):
            var table = try inlineTable(depth)
            table.label = label
            return table
        default: return node(.scalar(try plain(), .plain))
        }
    }

    private mutating func array(_ label: String, _ depth: Int) throws(YAMLError) -> [YAMLNode] {
        var entries: [YAMLNode] = []
        advance()
        while true {
            try skipBlankLines()
            if take("]") { return entries }
            entries.append(try value(label: "an entry of \(label)", depth: depth + 1))
            try skipBlankLines()
            guard take(",") || isAt("]") else {
                throw error("expected \",\" or \"]\" after this entry")
            }
        }
    }

    private mutating func inlineTable(_ depth: Int) throws(YAMLError) -> YAMLNode {
        let table = TOMLTable(.inline, at: position)
        advance()
        skipSpaces()
        if take("}") { return table.node(label: "") }
        while true {
            try TOMLDocument.pair(&self, in: table, depth: depth + 1)
            skipSpaces()
            if take("}") { return table.node(label: "") }
            guard take(",") else { throw error("expected \",\" or \"}\" after this value") }
        }
    }

    /// A number in decimal, a boolean, or a time.
    private mutating func plain() throws(YAMLError) -> String {
        let start = place
        let mistake = error("expected a value: a string in quotes, a number, true, false or a time")
        skipWord()
        // A space may stand between date and time.
        if TOMLTime.isDate(text(from: start)), peek == 0x20, peek(1)?.isDigit == true {
            advance()
            skipWord()
        }
        let word = text(from: start)
        if ["true", "false"].contains(word) || TOMLTime.isTime(word) { return word }
        guard let number = TOMLNumber.decimal(word) else { throw mistake }
        return number
    }

    private mutating func skipWord() {
        while let byte = peek,
            byte.isDigit || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "+-_.:".utf8.contains(byte)
        { advance() }
    }
}

/// Numbers as TOML writes them.
enum TOMLNumber {
    /// The number in decimal without underscores; nil if it is none, or does not fit into 64 bits.
    static func decimal(_ word: String) -> String? {
        if ["inf", "+inf", "-inf", "nan", "+nan", "-nan"].contains(word) { return word }
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.hasPrefix(prefix) {
            guard let digits = plainDigits(word.dropFirst(2), radix: radix) else { return nil }
            return Int64(digits, radix: radix).map(String.init)
        }
        let isSigned = word.hasPrefix("+") || word.hasPrefix("-")
        let sign = word.hasPrefix("-") ? "-" : ""
        let unsigned = word.dropFirst(isSigned ? 1 : 0)
        let end = unsigned.firstIndex { ".eE".contains($0) } ?? unsigned.endIndex
        guard let whole = plainDigits(unsigned[..<end], radix: 10),
            whole == "0" || whole.first != "0"
        else { return nil }
        let rest = unsigned[end...]
        if rest.isEmpty { return Int64(sign + whole).map(String.init) }
        return fraction(rest).map { sign + whole + $0 }
    }

    /// `.5`, `e3` or `.5e3`
    private static func fraction(_ text: Substring) -> String? {
        let mark = text.firstIndex { "eE".contains($0) } ?? text.endIndex
        var result = ""
        if text.first == "." {
            guard let digits = plainDigits(text[..<mark].dropFirst(), radix: 10) else { return nil }
            result = "." + digits
        } else if mark != text.startIndex {
            return nil
        }
        guard mark < text.endIndex else { return result }
        var exponent = text[mark...].dropFirst()
        let sign = exponent.first == "-" ? "-" : ""
        if exponent.first == "-" || exponent.first == "+" { exponent = exponent.dropFirst() }
        guard let digits = plainDigits(exponent, radix: 10) else { return nil }
        return result + "e" + sign + digits
    }

    /// Digits without their underscores, each of which must stand between two digits.
    private static func plainDigits(_ text: Substring, radix: Int) -> String? {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        let isRight = parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { byte in
                    Character(Unicode.Scalar(byte)).hexDigitValue.map { $0 < radix } ?? false
                }
        }
        return isRight ? parts.joined() : nil
    }
}

/// Dates and times of day of RFC 3339, which TOML also has without a zone.
enum TOMLTime {
    static func isDate(_ text: some StringProtocol) -> Bool {
        guard shape(text) == "dddd-dd-dd", let month = number(text, 5), let day = number(text, 8),
            let year = Int(text.prefix(4)), (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        return (1...days).contains(day)
    }

    static func isTime(_ text: String) -> Bool {
        if isDate(text) || isClock(text[...]) { return true }
        guard text.utf8.count > 11, text.utf8.allSatisfy({ $0 < 0x80 }), isDate(text.prefix(10)),
            "Tt ".contains(text[text.index(text.startIndex, offsetBy: 10)])
        else { return false }
        let time = text.dropFirst(11)
        if time.hasSuffix("Z") || time.hasSuffix("z") { return isClock(time.dropLast()) }
        let zone = time.suffix(6)
        if shape(zone.dropFirst()) == "dd:dd", zone.first == "+" || zone.first == "-",
            let hour = number(zone, 1), let minute = number(zone, 4), hour < 24, minute < 60
        {
            return isClock(time.dropLast(6))
        }
        return isClock(time)
    }

    private static func isClock(_ text: Substring) -> Bool {
        let fraction = text.dropFirst(8)
        guard shape(text.prefix(8)) == "dd:dd:dd", let hour = number(text, 0),
            let minute = number(text, 3), let second = number(text, 6), hour < 24, minute < 60,
            second <= 60
        else { return false }
        return fraction.isEmpty
            || (fraction.first == "." && fraction.count > 1
                && fraction.dropFirst().utf8.allSatisfy(\.isDigit))
    }

    private static func shape(_ text: some StringProtocol) -> String {
        String(decoding: text.utf8.map { $0.isDigit ? UInt8(ascii: "d") : $0 }, as: UTF8.self)
    }

    /// The two digits at an offset.
    private static func number(_ text: some StringProtocol, _ offset: Int) -> Int? {
        Int(String(decoding: text.utf8.dropFirst(offset).prefix(2), as: UTF8.self))
    }
}
