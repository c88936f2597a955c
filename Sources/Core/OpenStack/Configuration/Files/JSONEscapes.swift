// SPDX-License-Identifier: Apache-2.0

/// JSON escapes that YAML lacks: surrogate pairs.
enum JSONEscapes {
    /// The text with each surrogate pair as its character; everything else is unchanged.
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
            // A backslash and the character that it escapes belong together, so \\ud834 is no
            // escape.
            let length = byte == backslash ? 2 : 1
            result += rest.prefix(length)
            rest = rest.dropFirst(length)
        }
        return result
    }

    /// The ten bits of a surrogate that starts here, above `base`; nil if there is none.
    private static func half(_ bytes: ArraySlice<UInt8>, _ base: UInt32) -> UInt32? {
        guard bytes.prefix(2).elementsEqual("\\u".utf8), bytes.count >= 6,
            let value = UInt32(
                String(decoding: bytes.dropFirst(2).prefix(4), as: UTF8.self), radix: 16),
            (base..<base + 0x400).contains(value)
        else { return nil }
        return value - base
    }
}
