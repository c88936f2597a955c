// SPDX-License-Identifier: Apache-2.0
import SCSOpenSSL

/// A digest that OpenSSL computes piece by piece.
package struct MessageDigest: ~Copyable {
    /// A hash function, by OpenSSL's name.
    package enum Algorithm: String, Sendable, CaseIterable {
        case md5 = "MD5"
        /// For UUIDs of version 5, where nothing depends on its strength.
        case sha1 = "SHA1"
        case sha256 = "SHA256"
        case sha384 = "SHA384"
        case sha512 = "SHA512"
    }

    /// Our own library context ignores openssl.cnf, which may turn algorithms off. OpenSSL locks
    /// it, and it is never modified here.
    nonisolated(unsafe) static let library = OSSL_LIB_CTX_new()

    private let context: OpaquePointer

    package init(_ algorithm: Algorithm) {
        let function = EVP_MD_fetch(Self.library, algorithm.rawValue, nil)
        defer { EVP_MD_free(function) }
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex2(context, function, nil) == 1 else {
            fatalError("OpenSSL cannot start \(algorithm): out of memory, or libcrypto lacks it.")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    package func update(_ bytes: RawSpan) {
        let isDone = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        guard isDone == 1 else { fatalError("OpenSSL cannot continue a digest.") }
    }

    /// The digest of all bytes so far.
    package consuming func finalize() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
            var length: UInt32 = 0
            guard EVP_DigestFinal_ex(context, buffer.baseAddress, &length) == 1 else {
                fatalError("OpenSSL cannot finish a digest.")
            }
            count = Int(length)
        }
    }

    /// The digest of `bytes`.
    package static func of(_ bytes: [UInt8], _ algorithm: Algorithm) -> [UInt8] {
        let digest = MessageDigest(algorithm)
        digest.update(bytes.span.bytes)
        return digest.finalize()
    }
}
