// SPDX-License-Identifier: Apache-2.0

/// The text of values in JSON, as it is written.
struct JSONText {
    private(set) var bytes: [UInt8] = []
    private let isOneLine: Bool
    private var depth = 0

    init(isOneLine: Bool) { self.isOneLine = isOneLine }

    mutating func write(_ piece: JSONPiece) {
        switch piece {
        case .word(var word): word.withUTF8 { bytes.append(contentsOf: $0) }
        case .string(let text): write(text)
        case .later(let encoder): write(encoder.piece)
        case .array(let array):
            list("[", "]", array.items.count) { text, index in text.write(array.items[index]) }
        case .object(let object):
            object.sort()
            list("{", "}", object.members.count) { text, index in
                text.write(object.members[index].key)
                text.colon()
                text.write(object.members[index].value)
            }
        }
    }

    private mutating func list(
        _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ count: Int,
        _ body: (inout JSONText, Int) -> Void
    ) {
        bytes.append(UInt8(ascii: opening))
        depth += 1
        for index in 0..<count {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            startLine()
            body(&self, index)
        }
        // An empty one has an empty line.
        if count == 0, !isOneLine { bytes.append(UInt8(ascii: "\n")) }
        depth -= 1
        startLine()
        bytes.append(UInt8(ascii: closing))
    }

    private mutating func colon() {
        if !isOneLine { bytes.append(UInt8(ascii: " ")) }
        bytes.append(UInt8(ascii: ":"))
        if !isOneLine { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func startLine() {
        guard !isOneLine else { return }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<2 * depth { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func write(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        let isPlain = text.withUTF8 { text in
            guard text.allSatisfy(Self.isPlain) else { return false }
            bytes.append(contentsOf: text)
            return true
        }
        if !isPlain {
            for scalar in text.unicodeScalars { write(scalar) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether a byte is printable ASCII that stands for itself.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"", "\\": bytes += [UInt8(ascii: "\\"), UInt8(scalar.value)]
        case "\n": bytes.append(contentsOf: "\\n".utf8)
        case "\r": bytes.append(contentsOf: "\\r".utf8)
        case "\t": bytes.append(contentsOf: "\\t".utf8)
        case "\u{8}": bytes.append(contentsOf: "\\b".utf8)
        case "\u{C}": bytes.append(contentsOf: "\\f".utf8)
        case " "..<"\u{7F}": bytes.append(UInt8(scalar.value))
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    let digits = String(unit, radix: 16)
                    bytes.append(contentsOf: "\\u".utf8)
                    bytes.append(
                        contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.count))
                    bytes.append(contentsOf: digits.utf8)
                }
            default: bytes.append(contentsOf: String(scalar).utf8)
            }
        }
    }
}
