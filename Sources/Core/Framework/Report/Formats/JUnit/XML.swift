// SPDX-License-Identifier: Apache-2.0

/// An XML element; whatever its texts hold, what is written is well-formed.
struct XML {
    var name: String
    var attributes: [(name: String, value: String)] = []
    var text = ""
    var children: [XML] = []

    /// The document in UTF-8, with one element a line.
    func document(comment: String) -> String {
        let comment = Self.escaped(comment).split(separator: "--").joined(separator: "- -")
        return (["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!-- \(comment) -->"] + lines(""))
            .joined(separator: "\n") + "\n"
    }

    private func lines(_ indent: String) -> [String] {
        let start =
            "\(indent)<\(name)"
            + attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
        if children.isEmpty {
            return [text.isEmpty ? start + "/>" : "\(start)>\(Self.escaped(text))</\(name)>"]
        }
        return [start + ">"] + children.flatMap { $0.lines(indent + "  ") } + [
            "\(indent)</\(name)>"
        ]
    }

    /// Text for element and attribute alike; what XML 1.0 cannot hold becomes U+FFFD.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            // Needed after "]]" only, and always right.
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            // Unescaped, a parser turns them into other whitespace.
            case "\t", "\n", "\r": result += "&#\(scalar.value);"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}":
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
