// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
    /// The SHA-256 of these bytes in lower-case hex.
    package var sha256: String { MessageDigest.of(self, .sha256).hex }
}
