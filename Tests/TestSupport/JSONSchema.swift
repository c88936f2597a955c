// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// Validates JSON against the keywords of our own schema; an unknown keyword is a problem too, so
/// that none goes unchecked.
package struct JSONSchema: Sendable {
    private let root: JSON

    package init(_ bytes: [UInt8]) throws {
        root = try JSON.parse(bytes)
    }

    /// The problems, each with its path; empty for a valid document.
    package func problems(in document: JSON) -> [String] {
        check(document, against: root, at: "$")
    }

    private func check(_ value: JSON, against schema: JSON, at path: String) -> [String] {
        guard case .object(let rules) = schema else { return ["\(path): the schema is no object"] }
        return rules.flatMap { check(value, $0.key, $0.value, rules, at: path) }
    }

    private func check(
        _ value: JSON, _ keyword: String, _ rule: JSON, _ rules: [String: JSON], at path: String
    ) -> [String] {
        switch (keyword, value) {
        case ("$schema", _), ("$id", _), ("title", _), ("description", _), ("$defs", _): return []
        case ("$ref", _):
            let name = rule.string?.split(separator: "/").last.map(String.init) ?? ""
            guard let target = root["$defs"]?[name] else { return ["\(path): no $defs/\(name)"] }
            return check(value, against: target, at: path)
        case ("anyOf", _):
            let problems = (rule.array ?? []).map { check(value, against: $0, at: path) }
            return problems.contains(where: \.isEmpty)
                ? [] : ["\(path) fits none: \(problems.flatMap { $0 }.joined(separator: "; "))"]
        case ("const", _): return value == rule ? [] : ["\(path) is not the constant"]
        case ("enum", _):
            return rule.array?.contains(value) == true ? [] : ["\(path) is none of the enum"]
        case ("type", _):
            return isOf(rule.string ?? "", value) ? [] : ["\(path) is no \(rule.string ?? "")"]
        case ("required", .object(let fields)):
            return (rule.array ?? []).compactMap(\.string).filter { fields[$0] == nil }
                .map { "\(path).\($0) is missing" }
        case ("properties", .object(let fields)):
            return fields.flatMap { name, field in
                rule[name].map { check(field, against: $0, at: "\(path).\(name)") } ?? []
            }
        case ("additionalProperties", .object(let fields)):
            let others = fields.filter { rules["properties"]?[$0.key] == nil }
            if rule == false { return others.keys.map { "\(path).\($0) is not known" } }
            return others.flatMap { check($1, against: rule, at: "\(path).\($0)") }
        case ("items", .array(let items)):
            return items.enumerated().flatMap {
                check($0.element, against: rule, at: "\(path)[\($0.offset)]")
            }
        case ("minLength", .string(let text)):
            return text.count >= Int(rule.integer ?? 0) ? [] : ["\(path) is too short"]
        case ("maxLength", .string(let text)):
            return text.count <= Int(rule.integer ?? 0) ? [] : ["\(path) is too long"]
        case ("minItems", .array(let items)):
            return items.count >= Int(rule.integer ?? 0) ? [] : ["\(path) has too few items"]
        case ("maxItems", .array(let items)):
            return items.count <= Int(rule.integer ?? 0) ? [] : ["\(path) has too many items"]
        case ("maximum", .integer), ("maximum", .number):
            return number(value) <= number(rule) ? [] : ["\(path) is too large"]
        case ("minimum", .integer), ("minimum", .number):
            return number(value) >= number(rule) ? [] : ["\(path) is too small"]
        case ("pattern", .string(let text)):
            do {
                let pattern = try Regex(rule.string ?? "")
                return text.firstMatch(of: pattern) == nil ? ["\(path) has another form"] : []
            } catch {
                return ["\(path): the pattern is wrong"]
            }
        case ("required", _), ("properties", _), ("additionalProperties", _), ("items", _),
            ("minLength", _), ("minimum", _), ("pattern", _), ("maxLength", _), ("maximum", _),
            ("minItems", _), ("maxItems", _):
            return []  // They say nothing about values of other types; `type` does.
        default: return ["\(path): the keyword \(keyword) is not understood"]
        }
    }

    private func isOf(_ type: String, _ value: JSON) -> Bool {
        switch (type, value) {
        case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool),
            ("integer", .integer), ("number", .integer), ("number", .number), ("null", .null):
            true
        default: false
        }
    }

    private func number(_ value: JSON) -> Double {
        switch value {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: .nan
        }
    }
}
