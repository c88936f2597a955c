// SPDX-License-Identifier: Apache-2.0

/// Repeatable random numbers (SplitMix64).
struct Random: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// That many hexadecimal digits.
    mutating func hexadecimal(_ count: Int) -> String {
        String((0..<count).map { _ in "0123456789abcdef".randomElement(using: &self) ?? "0" })
    }

    /// A version 4 UUID in OpenStack's form.
    mutating func uuid() -> String {
        let parts = Array(digits(next()) + digits(next()))
        func part(_ range: Range<Int>) -> String { String(parts[range]) }
        return "\(part(0..<8))-\(part(8..<12))-4\(part(12..<15))-a\(part(15..<18))-"
            + part(18..<30)
    }

    /// All sixteen hexadecimal digits of a number.
    private func digits(_ number: UInt64) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
