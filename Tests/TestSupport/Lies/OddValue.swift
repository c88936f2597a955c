// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// A value that no honest service sends, in well-formed JSON.
package enum OddValue: String, Sendable, CaseIterable, Codable {
    case missing, null, negative, least, most, fraction, endless
    case empty, dots, slashes, escape, long, text, number, flag, object, list
    /// The run's token, as a service might repeat it.
    case token

    /// The odd values for a field with the honest value `value`.
    package static func fitting(_ value: JSON) -> [OddValue] {
        switch value {
        case .integer, .number:
            [.most, .missing, .null, .negative, .least, .fraction, .endless, .text, .object]
        case .string:
            [.number, .missing, .null, .empty, .dots, .slashes, .escape, .token, .object, .long]
        case .bool: [.text, .missing, .null, .number]
        case .null: [.number, .text, .object, .list, .flag]
        case .array: [.null, .missing, .object, .text]
        case .object: [.null, .missing, .list, .number]
        }
    }

    /// The replacement of an honest value; nil: the field is removed.
    func value(token: String) -> JSON? {
        switch self {
        case .missing: nil
        case .null: .null
        case .negative: -1
        case .least: .integer(.min)
        case .most: .integer(.max)
        case .fraction: .number(1.5)
        case .endless: .number(1e300)
        case .empty: ""
        case .dots: ".."
        case .slashes: "../../../v3/users"
        case .escape: "\u{1b}[2J\u{1b}]0;owned\u{7}"
        case .long: .string(String(repeating: "x", count: 100_000))
        case .text: "odd"
        case .number: 7
        case .flag: true
        case .object: ["odd": 1]
        case .list: [1, "odd"]
        case .token: .string(token)
        }
    }
}

/// The path of a field in an answer: keys, and `0` for the first item of a list.
package struct FieldPath: Sendable, Hashable, Codable, CustomStringConvertible {
    package var keys: [String]

    package init(_ keys: [String]) {
        self.keys = keys
    }

    package var description: String { keys.joined(separator: ".") }

    /// Every field of the answer; of lists only the first item.
    package static func all(in answer: JSON) -> [(path: FieldPath, value: JSON)] {
        func walk(_ value: JSON, _ keys: [String]) -> [(path: FieldPath, value: JSON)] {
            let own = keys.isEmpty ? [] : [(path: FieldPath(keys), value: value)]
            switch value {
            case .object(let fields):
                return own
                    + fields.sorted { $0.key < $1.key }.flatMap { walk($0.value, keys + [$0.key]) }
            case .array(let items): return own + (items.first.map { walk($0, keys + ["0"]) } ?? [])
            default: return own
            }
        }
        return walk(answer, [])
    }

    /// The answer with `value` at this path, in every item of lists along it; nil removes the
    /// field.
    package func replaced(in answer: JSON, by value: JSON?) -> JSON {
        func replace(_ here: JSON, _ keys: ArraySlice<String>) -> JSON? {
            guard let key = keys.first else { return value }
            let rest = keys.dropFirst()
            switch here {
            case .object(var fields):
                guard let inner = fields[key] else { return here }
                fields[key] = replace(inner, rest)
                return .object(fields)
            case .array(let items): return .array(items.compactMap { replace($0, rest) })
            default: return here
            }
        }
        return replace(answer, keys[...]) ?? .null
    }
}
