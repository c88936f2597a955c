// SPDX-License-Identifier: Apache-2.0

/// JSON's escapes that YAML does not have: characters beyond the first 65536 in two halves.
enum JSONEscapes {
    /// The text with each pair of halves as the character itself; all else stays as it is.
    static func joined(_ bytes: [UInt8]) -> [UInt8] {
        let backslash = UInt8(ascii: "\\")
        guard bytes.contains(backslash) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.first {
            if let high = half(rest, 0xD800), let low = half(rest.dropFirst(6), 0xDC00),
                let scalar = Unicode.Scalar(0x10000 + high << 10 + low)
            {
                result += String(Character(scalar)).utf8
                rest = rest.dropFirst(12)
                continue
            }
            // A backslash and what it escapes stay together, so that \\ud834 is no escape.
            let length = byte == backslash ? 2 : 1
            result += rest.prefix(length)
            rest = rest.dropFirst(length)
        }
        return result
    }

    /// The ten bits of an escape that begins here, above `base`; nil where there is no such one.
    private static func half(_ bytes: ArraySlice<UInt8>, _ base: UInt32) -> UInt32? {
        guard bytes.prefix(2).elementsEqual("\\u".utf8), bytes.count >= 6,
            let value = UInt32(
                String(decoding: bytes.dropFirst(2).prefix(4), as: UTF8.self), radix: 16),
            (base..<base + 0x400).contains(value)
        else { return nil }
        return value - base
    }
}
