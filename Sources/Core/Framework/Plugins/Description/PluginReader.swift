// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Reads JSON that a plug-in printed, and collects all that is wrong with it as sentences.
final class PluginReader {
    private(set) var problems: [String] = []
    /// As many as a person reads.
    private static let most = 20

    func wrong(_ problem: String) {
        if problems.count < Self.most { problems.append(problem) }
    }

    /// Says what a path holds and what it should hold.
    func wrong(_ path: String, _ value: JSON?, expected: String) {
        guard let value else { return wrong("\(path) is missing; expected \(expected).") }
        wrong("\(path) is \(value.shown); expected \(expected).")
    }

    /// The object at a path; nil, and a problem, where it is none. Unknown keys are problems.
    func object(_ value: JSON?, at path: String, allows keys: [String]) -> PluginObject? {
        guard case .object(let fields)? = value else {
            wrong(path, value, expected: "an object")
            return nil
        }
        for key in fields.keys.sorted() where !keys.contains(key) {
            wrong(
                "\(path) has the unknown key \(key.quotedForMessage)"
                    + Suggestion.question(about: key, among: keys)
                    + "; expected only \(keys.joined(separator: ", ")).")
        }
        return PluginObject(fields: fields, path: path, reader: self)
    }
}

/// One object that a plug-in printed, with the path to it.
struct PluginObject {
    let fields: [String: JSON]
    let path: String
    let reader: PluginReader

    subscript(key: String) -> JSON? { fields[key] }

    func wrong(_ key: String, expected: String) {
        reader.wrong("\(path).\(key)", fields[key], expected: expected)
    }

    /// A text of 1 to `limit` characters on one line; nil, and a problem unless it may be absent, where
    /// it is none.
    func text(_ key: String, limit: Int, isOptional: Bool = false) -> String? {
        if isOptional, fields[key] == nil { return nil }
        guard let text = fields[key]?.string, !text.harmless(limit).isEmpty,
            text.unicodeScalars.count <= limit
        else {
            wrong(key, expected: "a string of 1 to \(limit) characters")
            return nil
        }
        return text.harmless(limit)
    }

    /// Lower-case letters, digits, hyphens and dots, as ids of standards and test cases are.
    func id(_ key: String) -> String? {
        guard let id = fields[key]?.string, Self.isID(id) else {
            wrong(key, expected: Self.idForm)
            return nil
        }
        return id
    }

    static let idForm =
        "1 to 100 lower-case letters, digits, hyphens and dots, with a letter first"

    static func isID(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...100).contains(bytes.count), let first = bytes.first,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first)
        else { return false }
        return bytes.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
    }

    /// One of the words of an enumeration; `standard` where it is absent.
    func word<Word: RawRepresentable & CaseIterable>(
        _ key: String, orElse standard: Word? = nil
    ) -> Word? where Word.RawValue == String {
        if fields[key] == nil, let standard { return standard }
        guard let word = fields[key]?.string.flatMap(Word.init(rawValue:)) else {
            let words = Word.allCases.map(\.rawValue)
            wrong(key, expected: "one of \(words.joined(separator: ", "))")
            return nil
        }
        return word
    }

    func flag(_ key: String) -> Bool {
        guard let value = fields[key] else { return false }
        guard let flag = value.bool else {
            wrong(key, expected: "true or false")
            return false
        }
        return flag
    }

    /// A whole number within a range.
    func number(_ key: String, in range: ClosedRange<Int64>) -> Int? {
        guard let number = fields[key]?.integer, range.contains(number) else {
            wrong(key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return Int(number)
    }

    /// The items of a list; empty where it may be absent and is.
    func list(_ key: String, atMost limit: Int, isOptional: Bool = true) -> [(JSON, String)] {
        if isOptional, fields[key] == nil { return [] }
        guard let items = fields[key]?.array, items.count <= limit, isOptional || !items.isEmpty
        else {
            wrong(key, expected: "a list of \(isOptional ? 0 : 1) to \(limit) items")
            return []
        }
        return items.enumerated().map { ($1, "\(path).\(key)[\($0)]") }
    }

    /// A list of texts that `isValid` accepts.
    func texts(
        _ key: String, atMost limit: Int, expected: String, _ isValid: (String) -> Bool
    ) -> [String] {
        list(key, atMost: limit).compactMap { item, path in
            guard let text = item.string, isValid(text) else {
                reader.wrong(path, item, expected: expected)
                return nil
            }
            return text
        }
    }
}

extension JSON {
    /// The value in a sentence about it.
    fileprivate var shown: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let text): text.quotedForMessage
        case .array(let items): "a list of \(items.count.counted("item"))"
        case .object: "an object"
        }
    }
}
