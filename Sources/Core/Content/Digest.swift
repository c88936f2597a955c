// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
    /// The SHA-256 of these bytes in lower-case hex.
    package var sha256: String { MessageDigest.of(self, .sha256).hex }
}

extension Sequence<UInt8> {
    /// The bytes in lower-case hex.
    var hex: String {
        map { byte in
            let hex = String(byte, radix: 16)
            return byte < 16 ? "0" + hex : hex
        }.joined()
    }
}
