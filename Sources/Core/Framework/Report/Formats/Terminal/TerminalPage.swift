// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// What a terminal can show: its columns, its characters, its colours.
package struct TerminalPage: Sendable {
    /// Long lines are hard to read, and fewer columns hold no name.
    private static let columns = 20...120

    private let columns: Int
    private let isASCII: Bool
    private let isColoured: Bool

    package init(columns: Int, isASCII: Bool, isColoured: Bool) {
        self.columns = min(max(columns, Self.columns.lowerBound), Self.columns.upperBound)
        self.isASCII = isASCII
        self.isColoured = isColoured
    }

    package var mark: String { isASCII ? "+" : "✓" }
    var bullet: String { isASCII ? "*" : "•" }

    /// The text in the characters of the terminal, on one line, without controls.
    package func plain(_ text: String) -> String {
        let text = text.harmless(4000)
        guard isASCII, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        var result = ""
        for character in text {
            if character.isASCII {
                result.append(character)
                continue
            }
            let substitute =
                switch character {
                case "…": "..."
                case "–", "—", "‑": "-"
                case "‘", "’": "'"
                case "“", "”": "\""
                case "✓": "+"
                case "•", "·": "*"
                default: "?"
                }
            result += substitute
        }
        return result
    }

    /// The text on as many lines as it takes, those after the first indented a little more.
    func wrapped(_ text: String, indent: Int = 0) -> [String] {
        var lines: [String] = []
        var line = ""
        var taken = 0
        func start() {
            taken = indent + (lines.isEmpty ? 0 : 2)
            line = String(repeating: " ", count: taken)
        }
        start()
        var isEmpty = true
        for word in plain(text).split(separator: " ") {
            var word = word[...]
            let needed = width(of: String(word)) + (isEmpty ? 0 : 1)
            if !isEmpty, taken + needed > columns {
                lines.append(line)
                start()
                isEmpty = true
            }
            if !isEmpty {
                line += " "
                taken += 1
            }
            // A word longer than a line is broken where the line ends.
            while let character = word.popFirst() {
                let wide = width(of: String(character))
                if taken + wide > columns {
                    lines.append(line)
                    start()
                }
                line.append(character)
                taken += wide
            }
            isEmpty = false
        }
        return isEmpty && !lines.isEmpty ? lines : lines + [line]
    }

    /// The beginning of a text that is plain already, as far as one line holds it.
    package func cut(_ text: String) -> String {
        guard width(of: text) > columns else { return text }
        let end = isASCII ? "..." : "…"
        var result = ""
        var taken = width(of: end)
        for character in text {
            taken += width(of: String(character))
            if taken > columns { break }
            result.append(character)
        }
        return result + end
    }

    /// The columns that a text takes.
    func width(of text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + ($1.unicodeScalars.map(Self.width).max() ?? 0) }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F000...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default:
            let category = scalar.properties.generalCategory
            return category == .nonspacingMark || category == .enclosingMark ? 0 : 1
        }
    }

    package func paint(_ text: String, _ verdict: Verdict) -> String {
        let code =
            switch verdict {
            case .pass: 32
            case .fail: 31
            case .abort, .missing: 33
            }
        return isColoured ? "\u{1B}[1;\(code)m\(text)\u{1B}[0m" : text
    }
}
