// SPDX-License-Identifier: Apache-2.0

/// A text with `{variables}`; `{{` and `}}` are literal braces.
package struct Template: Sendable {
    private enum Part: Sendable {
        case text(String)
        case variable(String)
    }

    private var parts: [Part] = []

    /// An empty text.
    package static let empty = Template()

    private init() {}

    /// Nil if a brace is open or unmatched.
    package init?(_ text: String) {
        var rest = Array(text)[...]
        var plain = ""
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                plain.append(character)
                rest.removeFirst()
            case "{":
                guard let end = rest.firstIndex(of: "}") else { return nil }
                let name = String(rest[..<end])
                guard !name.isEmpty, !name.contains("{") else { return nil }
                if !plain.isEmpty { parts.append(.text(plain)) }
                plain = ""
                parts.append(.variable(name))
                rest = rest[(end + 1)...]
            case "}": return nil
            default: plain.append(character)
            }
        }
        if !plain.isEmpty { parts.append(.text(plain)) }
    }

    package var variables: [String] {
        parts.compactMap { if case .variable(let name) = $0 { name } else { nil } }
    }

    /// The text with its variables replaced; a variable without a value stays as written.
    package func filled(with values: [String: String]) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .variable(let name): values[name] ?? "{\(name)}"
            }
        }.joined()
    }
}
