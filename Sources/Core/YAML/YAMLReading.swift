// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Typed reading; errors state the place, what was found and what was expected.
extension YAMLNode {
    /// The entries of a mapping, in the file's order.
    package func mapping() throws(YAMLError) -> [Entry] {
        guard case .mapping(let entries) = value else { throw wrongKind("a mapping") }
        return entries
    }

    /// The entries of a list.
    public func sequence() throws(YAMLError) -> [YAMLNode] {
        guard case .sequence(let entries) = value else { throw wrongKind("a list") }
        return entries
    }

    /// A scalar as written, so `12345` is the string "12345"; `example` is for the error.
    public func string(example: String? = nil) throws(YAMLError) -> String {
        guard let text, !isNull else {
            throw wrongKind(example.map { "a string such as \"\($0)\"" } ?? "a string")
        }
        return text
    }

    /// A whole number in plain decimal.
    public func integer() throws(YAMLError) -> Int {
        let expected = "a whole number such as 42"
        guard case .scalar(let text, .plain) = value, !isNull else { throw wrongKind(expected) }
        let digits = text.drop { $0 == "-" || $0 == "+" }
        // YAML 1.1 reads 010 as eight, which is rarely intended.
        guard let number = Int(text), digits == "0" || !digits.hasPrefix("0") else {
            throw wrongValue(expected)
        }
        return number
    }

    /// A number, with or without a fraction.
    public func number() throws(YAMLError) -> Double {
        guard let text, !isNull else { throw wrongKind("a number such as 2.5") }
        let isDecimal = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0)
        }
        guard isDecimal, let number = Double(text), number.isFinite else {
            throw wrongValue("a number such as 2.5")
        }
        return number
    }

    /// A boolean in YAML 1.1's words (yes, no, on, off, true, false), or a quoted true or false.
    public func boolean() throws(YAMLError) -> Bool {
        guard case .scalar(let text, let style) = value, !isNull else {
            throw wrongKind("true or false")
        }
        let quoted = ["true": true, "false": false]
        let known =
            style == .plain ? PlainScalar.boolean(text) : quoted[text.lowercased()]
        if let known { return known }
        throw wrongValue("true or false")
    }

    /// The keys of a mapping that are not among the known ones.
    package func unknownKeys(known: Set<String>) -> [YAMLNode] {
        guard case .mapping(let entries) = value else { return [] }
        return entries.map(\.key).filter { !known.contains($0.text ?? "") }
    }

    /// The value of a required key.
    public func required(_ key: String) throws(YAMLError) -> YAMLNode {
        _ = try mapping()
        guard let value = self[key], !value.isNull else {
            throw YAMLError(position, "\(key) is missing.")
        }
        return value
    }

    /// Throws at the first key that is not in `known`, or if this is not a mapping.
    public func check(allows known: [String]) throws(YAMLError) {
        _ = try mapping()
        if let key = unknownKeys(known: Set(known)).first {
            let name = key.text ?? ""
            throw YAMLError(
                key.position,
                "\(name.quotedForMessage) is unknown here"
                    + Suggestion.question(about: name, among: known))
        }
    }

    /// A description of this value that does not reveal its content.
    package var kind: String {
        switch value {
        case .scalar: isNull ? "empty" : "a string"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// The error for a value of another kind; does not show the content, which may be secret.
    package func wrongKind(_ expected: String) -> YAMLError {
        YAMLError(position, "\(label) is \(kind); expected \(expected)")
    }

    /// The error for an invalid scalar; shows its content, so it is not for secrets.
    public func wrongValue(_ expected: String) -> YAMLError {
        guard let text else { return wrongKind(expected) }
        return YAMLError(position, "\(label) is \(text.quotedForMessage); expected \(expected)")
    }
}
