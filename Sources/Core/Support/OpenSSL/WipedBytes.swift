// SPDX-License-Identifier: Apache-2.0
import SCSOpenSSL

extension [UInt8] {
    /// Overwrites these bytes, which were a secret, and removes them.
    ///
    /// It reaches this array alone: nothing else may hold the same storage.
    package mutating func wipe() {
        withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
        removeAll()
    }
}
