// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// What Markdown is made of here: texts of others that stay text, and tables that line up.
package enum Markdown {
    /// Rows as a table whose columns also line up for those who read it raw.
    package static func table(_ rows: [[String]]) -> [String] {
        guard let header = rows.first else { return [] }
        let widths = header.indices.map { column in rows.map { $0[column].columns }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            "| "
                + zip(cells, widths).map {
                    $0.padded(to: $1)
                }.joined(separator: " | ") + " |"
        }
        let rule =
            "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"
        return [line(header), rule] + rows.dropFirst().map(line)
    }

    /// Text of others as text: no Markdown, no HTML, no control characters of theirs takes effect.
    package static func text(_ text: String) -> String {
        let text = text.harmless(2000)
        if isPlain(text) { return text }
        var result = ""
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            switch character {
            case "\\", "`", "*", "[", "]", "<", ">", "|", "~", "&", "$":
                result.append("\\")
            case "#", "+", "-", "=":
                // Only where a line begins do they begin a heading or a list.
                if index == 0 { result.append("\\") }
            case ".", ")":
                if index > 0 && characters[..<index].allSatisfy(\.isNumber) { result.append("\\") }
            case "_":
                // Within a word it is text to Markdown too, and names are full of it.
                let before = index > 0 ? characters[index - 1] : " "
                let after = index + 1 < characters.count ? characters[index + 1] : " "
                if !(before.isLetter || before.isNumber) || !(after.isLetter || after.isNumber) {
                    result.append("\\")
                }
            default: break
            }
            result.append(character)
        }
        return result
    }

    /// Whether Markdown takes text as it is, wherever it stands: most text begins with a letter and has no marks.
    private static func isPlain(_ text: String) -> Bool {
        guard text.utf8.first.map(isWordPart) == true, text.utf8.first.map(isDigit) == false else {
            return false
        }
        var before = UInt8(ascii: " ")
        for byte in text.utf8 {
            // An underscore is text between letters only.
            let isBetween = byte != UInt8(ascii: "_") || isWordPart(before)
            let endsUnderscore = before != UInt8(ascii: "_") || isWordPart(byte)
            guard isBetween, endsUnderscore, isWordPart(byte) || plainMarks.contains(byte) else {
                return false
            }
            before = byte
        }
        return before != UInt8(ascii: "_")
    }

    private static let plainMarks = Array(" _,:;/'\"(?%#+-=.)".utf8)
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isWordPart(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF)
    }

    /// Text of others between backticks.
    package static func code(_ text: String) -> String {
        text.harmless(300).filter { $0 != "`" && $0 != "|" }
    }
}
