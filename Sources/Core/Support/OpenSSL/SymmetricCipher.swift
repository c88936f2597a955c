// SPDX-License-Identifier: Apache-2.0
import SCSOpenSSL

/// Ciphers of OpenSSL, for data that is in memory as a whole.
package enum SymmetricCipher {
    /// AES in counter or chaining mode without padding; nil if a length does not suit it.
    package static func decryptAES(
        _ bytes: [UInt8], mode: String, key: [UInt8], iv: [UInt8]
    ) -> [UInt8]? {
        run("AES-\(key.count * 8)-\(mode)", bytes, key: key, iv: iv)
    }

    /// AES in Galois/counter mode; nil if the tag does not confirm the bytes.
    package static func decryptGCM(
        _ bytes: [UInt8], key: [UInt8], iv: [UInt8], tag: [UInt8]
    ) -> [UInt8]? {
        guard tag.count == 16, iv.count == 12 else { return nil }
        return run("AES-\(key.count * 8)-GCM", bytes, key: key, iv: iv, tag: tag)
    }

    /// The bytes combined with ChaCha20's key stream; `state` is the counter with the nonce.
    package static func chaCha20(_ bytes: [UInt8], key: [UInt8], state: [UInt8]) -> [UInt8]? {
        run("ChaCha20", bytes, key: key, iv: state)
    }

    /// The Poly1305 tag of the bytes under a key that is used once.
    package static func poly1305(_ bytes: [UInt8], key: [UInt8]) -> [UInt8]? {
        ERR_set_mark()
        defer { ERR_pop_to_mark() }
        let mac = EVP_MAC_fetch(MessageDigest.library, "POLY1305", nil)
        defer { EVP_MAC_free(mac) }
        guard let context = EVP_MAC_CTX_new(mac) else { return nil }
        defer { EVP_MAC_CTX_free(context) }
        guard key.count == 32, EVP_MAC_init(context, key, key.count, nil) == 1,
            EVP_MAC_update(context, bytes, bytes.count) == 1
        else { return nil }
        var tag = [UInt8](repeating: 0, count: 16)
        var length = 0
        guard EVP_MAC_final(context, &tag, &length, tag.count) == 1, length == 16 else {
            return nil
        }
        return tag
    }

    private static func run(
        _ name: String, _ bytes: [UInt8], key: [UInt8], iv: [UInt8], tag: [UInt8]? = nil
    ) -> [UInt8]? {
        ERR_set_mark()
        defer { ERR_pop_to_mark() }
        guard let cipher = EVP_CIPHER_fetch(MessageDigest.library, name, nil) else { return nil }
        defer { EVP_CIPHER_free(cipher) }
        guard let context = EVP_CIPHER_CTX_new() else { return nil }
        defer { EVP_CIPHER_CTX_free(context) }
        guard EVP_CIPHER_get_key_length(cipher) == key.count,
            EVP_CIPHER_get_iv_length(cipher) == iv.count, bytes.count < Int32.max - 32,
            EVP_DecryptInit_ex2(context, cipher, key, iv, nil) == 1
        else { return nil }
        EVP_CIPHER_CTX_set_padding(context, 0)
        if var tag {
            let isSet = EVP_CIPHER_CTX_ctrl(
                context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag)
            guard isSet == 1 else { return nil }
        }
        var plain = [UInt8](repeating: 0, count: bytes.count + 32)
        var (length, rest): (Int32, Int32) = (0, 0)
        let isDone = plain.withUnsafeMutableBufferPointer { plain in
            EVP_DecryptUpdate(context, plain.baseAddress, &length, bytes, Int32(bytes.count)) == 1
                && EVP_DecryptFinal_ex(
                    context, plain.baseAddress.map { $0 + Int(length) }, &rest) == 1
        }
        guard isDone else {
            plain.wipe()
            return nil
        }
        plain.removeLast(plain.count - Int(length + rest))
        return plain
    }
}
