// SPDX-License-Identifier: Apache-2.0

/// The addresses of a subnet; for IPv6 only prefixes that end with `::`.
struct AddressRange: Sendable {
    let version: Int64
    private let base: UInt32
    private let bits: Int
    private let prefix: String

    /// Reads `10.1.0.0/24` or `fd00::/64`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: "/").map(String.init)
        guard parts.count == 2, let bits = Int(parts[1]) else { return nil }
        self.bits = bits
        if parts[0].contains(":") {
            guard parts[0].hasSuffix("::"), (0...128).contains(bits) else { return nil }
            version = 6
            base = 0
            prefix = parts[0]
            return
        }
        let bytes = parts[0].split(separator: ".", omittingEmptySubsequences: false)
            .map { UInt8($0) }
        guard bytes.count == 4, (0...32).contains(bits) else { return nil }
        var address: UInt32 = 0
        for byte in bytes {
            guard let byte else { return nil }
            address = address << 8 | UInt32(byte)
        }
        version = 4
        base = bits == 0 ? 0 : address & (UInt32.max << UInt32(32 - bits))
        prefix = ""
    }

    /// The number of the last host address.
    var last: UInt32 {
        if version == 6 { return 0xffff }
        return bits >= 31 ? 1 : (UInt32.max >> UInt32(bits)) - 1
    }

    /// The address with this number, counted from the network address.
    func address(_ number: UInt32) -> String {
        if version == 6 { return prefix + String(number, radix: 16) }
        let value = base &+ number
        return [24, 16, 8, 0].map { String(value >> UInt32($0) & 255) }.joined(separator: ".")
    }

    func overlaps(_ other: AddressRange) -> Bool {
        guard version == other.version else { return false }
        if version == 6 { return prefix == other.prefix }
        let shorter = min(bits, other.bits)
        let mask = shorter == 0 ? 0 : UInt32.max << UInt32(32 - shorter)
        return base & mask == other.base & mask
    }
}
