// SPDX-License-Identifier: Apache-2.0

/// How YAML 1.1 reads an unquoted string that is a number or a boolean.
///
/// Source: https://yaml.org/type/, as far as PyYAML follows it.
package enum PlainScalar {
    /// Whether openstacksdk, which reads it as a number or boolean, would write it differently.
    package static func isRewritten(_ text: String) -> Bool {
        if let word = boolean(text) { return (word ? "True" : "False") != text }
        if let number = integer(text) { return number != text }
        if let number = fraction(text) { return number != text }
        return false
    }

    /// The boolean that a string is in YAML 1.1: in lower, upper or title case.
    package static func boolean(_ text: String) -> Bool? {
        let word = text.lowercased()
        let isRegular =
            text == word || text == text.uppercased()
            || text == word.prefix(1).uppercased() + word.dropFirst()
        guard isRegular else { return nil }
        if ["true", "yes", "on"].contains(word) { return true }
        return ["false", "no", "off"].contains(word) ? false : nil
    }

    package static func isNumber(_ text: String) -> Bool {
        integer(text) != nil || fraction(text) != nil
    }

    private static func integer(_ text: String) -> String? {
        let isNegative = text.hasPrefix("-")
        let digits = unsigned(text)
        if let value = based(digits) { return (isNegative && value != 0 ? "-" : "") + "\(value)" }
        // 12:30 is a base 60 number.
        guard digits.first.map({ ("1"..."9").contains($0) }) == true,
            digits.allSatisfy({ isDigit($0) || $0 == ":" || $0 == "_" })
        else { return nil }
        let places = digits.split(separator: ":", omittingEmptySubsequences: false)
        if places.count == 1 {
            return (isNegative ? "-" : "") + digits.filter { $0 != "_" }
        }
        let areSixties = places.dropFirst().allSatisfy { place in
            Int(place).map { $0 < 60 && place.count <= 2 } ?? false
        }
        // Any other text works here, as long as it differs.
        return areSixties ? "a base 60 number" : nil
    }

    /// Zero, and octal, binary or hexadecimal numbers.
    private static func based(_ digits: Substring) -> UInt64? {
        guard digits.first == "0" else { return nil }
        let plain = digits.filter { $0 != "_" }
        // A number that no integer holds is not written the same way either.
        func number(_ text: some StringProtocol, _ radix: Int) -> UInt64? {
            text.isEmpty || !text.allSatisfy(\.isHexDigit)
                ? nil : UInt64(String(text), radix: radix)
        }
        if plain == "0", digits.count == 1 { return 0 }
        if digits.hasPrefix("0b") { return number(plain.dropFirst(2), 2) }
        if digits.hasPrefix("0x") { return number(plain.dropFirst(2), 16) }
        return plain == "0" ? 0 : number(plain.dropFirst(), 8)
    }

    private static func fraction(_ text: String) -> String? {
        let rest = unsigned(text)
        if [".inf", ".nan"].contains(rest.lowercased()) { return "a special number" }
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].first.map(isDigit) ?? true,
            parts[0].allSatisfy({ isDigit($0) || $0 == "_" || $0 == ":" })
        else { return nil }
        if parts[0].contains(":") {
            return parts[1].allSatisfy(isDigit) ? "a base 60 number" : nil
        }
        let exponent = parts[1].drop { isDigit($0) || $0 == "_" }
        guard exponent.isEmpty || isExponent(exponent),
            !(parts[0].isEmpty && parts[1].first.map(isDigit) != true),
            let value = Double(text.filter { $0 != "_" } + (exponent.isEmpty ? "0" : ""))
        else { return nil }
        return "\(value)"
    }

    private static func isExponent(_ text: Substring) -> Bool {
        let digits = text.dropFirst(2)
        return text.first == "e" || text.first == "E"
            ? ["+", "-"].contains(text.dropFirst().first) && !digits.isEmpty
                && digits.allSatisfy(isDigit) : false
    }

    private static func unsigned(_ text: String) -> Substring {
        text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
    }

    private static func isDigit(_ character: Character) -> Bool {
        ("0"..."9").contains(character)
    }
}
