// SPDX-License-Identifier: Apache-2.0

/// A place in a text file; lines and columns count from 1.
package struct SourcePosition: Sendable, Equatable, CustomStringConvertible {
    package var file: String
    package var line: Int
    package var column: Int

    package var description: String { "\(file):\(line):\(column)" }
}

/// What is wrong in a YAML file, and where.
package struct YAMLError: Error, Sendable, Equatable, CustomStringConvertible {
    package var position: SourcePosition
    package var problem: String

    package init(_ position: SourcePosition, _ problem: String) {
        self.position = position
        self.problem = problem
    }

    package var description: String { "\(position): \(problem)" }
}

/// One value of a YAML document, with its place.
package struct YAMLNode: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        /// `isPlain`: written without quotes, so that `true` or `~` are no texts.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    package struct Entry: Sendable, Equatable {
        package var key: YAMLNode
        package var value: YAMLNode
    }

    package var content: Content
    package var position: SourcePosition

    package init(_ content: Content, at position: SourcePosition) {
        self.content = content
        self.position = position
    }

    /// The value of that key in a mapping; nil where there is none or it is null.
    package subscript(key: String) -> YAMLNode? {
        guard case .mapping(let entries) = content else { return nil }
        let value = entries.first { $0.key.text == key }?.value
        return value?.isNull == true ? nil : value
    }

    /// The keys of a mapping, in their order.
    package var keys: [YAMLNode] {
        if case .mapping(let entries) = content { entries.map(\.key) } else { [] }
    }

    package var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }
}

extension YAMLNode {
    /// The scalar's text as it is written; `what` names it in the error.
    package func string(_ what: String, example: String = "") throws(YAMLError) -> String {
        guard let text, !isNull else { throw mismatch(what, "a text" + Self.such(example)) }
        return text
    }

    package func mapping(_ what: String) throws(YAMLError) -> [Entry] {
        guard case .mapping(let entries) = content else { throw mismatch(what, "a mapping") }
        return entries
    }

    package func sequence(_ what: String) throws(YAMLError) -> [YAMLNode] {
        guard case .sequence(let items) = content else { throw mismatch(what, "a list") }
        return items
    }

    /// A truth value in any of YAML 1.1's spellings.
    package func boolean(_ what: String) throws(YAMLError) -> Bool {
        switch text?.lowercased() {
        case "true", "yes", "on", "1", "t", "y": return true
        case "false", "no", "off", "0", "f", "n": return false
        default: throw mismatch(what, "true or false")
        }
    }

    package func number(_ what: String) throws(YAMLError) -> Double {
        guard let text, let value = Double(text), value.isFinite else {
            throw mismatch(what, "a number")
        }
        return value
    }

    private static func such(_ example: String) -> String {
        example.isEmpty ? "" : " such as \"\(example)\""
    }

    /// Says what was found without quoting it: it may be a secret.
    private func mismatch(_ what: String, _ expected: String) -> YAMLError {
        let found =
            switch content {
            case .scalar: isNull ? "empty" : "a text that does not fit"
            case .sequence: "a list"
            case .mapping: "a mapping"
            }
        return YAMLError(position, "\(what) is \(found); expected \(expected).")
    }
}
