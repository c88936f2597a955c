// SPDX-License-Identifier: Apache-2.0
import SCSOpenSSL

/// A public key that verifies signatures.
package struct VerifyingKey: Sendable {
    private let key: OpenSSLKey

    /// An Ed25519 key of 32 bytes; nil if there are not so many.
    package init?(ed25519 bytes: [UInt8]) {
        guard bytes.count == 32,
            let key = EVP_PKEY_new_raw_public_key_ex(
                MessageDigest.library, "ED25519", nil, bytes, bytes.count)
        else { return nil }
        self.key = OpenSSLKey(key)
    }

    /// An ECDSA key; nil if the point is not on the curve.
    package init?(_ curve: NamedCurve, point: [UInt8]) {
        guard var parameters = KeyParameters() else { return nil }
        parameters.add("group", text: curve.group)
        parameters.add("pub", bytes: point)
        guard let key = parameters.key("EC", isPair: false) else { return nil }
        self.key = key
    }

    /// An RSA key; nil if the numbers make none.
    package init?(n: [UInt8], e: [UInt8]) {
        guard var parameters = KeyParameters() else { return nil }
        parameters.add("n", number: n)
        parameters.add("e", number: e)
        guard let key = parameters.key("RSA", isPair: false) else { return nil }
        self.key = key
    }

    /// Whether the signature of `message` was made with the private half.
    package func isValid(
        _ signature: RawSignature, of message: [UInt8], _ hash: MessageDigest.Algorithm?
    ) -> Bool {
        ERR_set_mark()
        defer { ERR_pop_to_mark() }
        guard let bytes = signature.der, let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        guard
            EVP_DigestVerifyInit_ex(
                context, nil, hash?.rawValue, MessageDigest.library, nil, key.pointer, nil) == 1
        else { return false }
        return EVP_DigestVerify(context, bytes, bytes.count, message, message.count) == 1
    }
}
