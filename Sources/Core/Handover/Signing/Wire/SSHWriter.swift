// SPDX-License-Identifier: Apache-2.0

/// Writes values of SSH's binary format (RFC 4251, section 5).
struct SSHWriter {
    private(set) var bytes: [UInt8] = []

    mutating func raw(_ bytes: some Sequence<UInt8>) {
        self.bytes += bytes
    }

    mutating func number(_ number: Int) {
        let value = UInt32(truncatingIfNeeded: number)
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func string(_ content: some Collection<UInt8>) {
        number(content.count)
        bytes += content
    }

    mutating func string(_ text: String) {
        string(text.utf8)
    }

    /// A positive number, the highest byte first.
    mutating func positive(_ number: [UInt8]) {
        let digits = Array(number.drop { $0 == 0 })
        // A set highest bit would make it negative.
        string(digits.first.map { $0 >= 0x80 } == true ? [0] + digits : digits)
    }
}
