// SPDX-License-Identifier: Apache-2.0
import SCSOpenSSL

/// A private key that signs.
package struct SigningKey: Sendable {
    /// The secret numbers of an RSA key, the highest byte of each first.
    package struct RSANumbers {
        package var n: [UInt8]
        package var e: [UInt8]
        package var d: [UInt8]
        package var p: [UInt8]
        package var q: [UInt8]
        package var inverse: [UInt8]

        package init(
            n: [UInt8], e: [UInt8], d: [UInt8], p: [UInt8], q: [UInt8], inverse: [UInt8]
        ) {
            (self.n, self.e, self.d) = (n, e, d)
            (self.p, self.q, self.inverse) = (p, q, inverse)
        }

        package mutating func wipe() {
            d.wipe()
            p.wipe()
            q.wipe()
            inverse.wipe()
        }
    }

    private let key: OpenSSLKey
    private let curve: NamedCurve?

    /// An Ed25519 key from its 32 secret bytes; nil if there are not so many.
    package init?(ed25519 seed: [UInt8]) {
        guard seed.count == 32,
            let key = EVP_PKEY_new_raw_private_key_ex(
                MessageDigest.library, "ED25519", nil, seed, seed.count)
        else { return nil }
        self.key = OpenSSLKey(key)
        curve = nil
    }

    /// An ECDSA key; nil if the point is not on the curve, or the number is none of its.
    package init?(_ curve: NamedCurve, point: [UInt8], scalar: [UInt8]) {
        guard var parameters = KeyParameters() else { return nil }
        parameters.add("group", text: curve.group)
        parameters.add("pub", bytes: point)
        parameters.add("priv", number: scalar)
        guard let key = parameters.key("EC", isPair: true) else { return nil }
        self.key = key
        self.curve = curve
    }

    /// An RSA key; nil if the numbers make none.
    package init?(_ numbers: RSANumbers) {
        guard var parameters = KeyParameters() else { return nil }
        parameters.add("n", number: numbers.n)
        parameters.add("e", number: numbers.e)
        parameters.add("d", number: numbers.d)
        parameters.add("rsa-factor1", number: numbers.p)
        parameters.add("rsa-factor2", number: numbers.q)
        parameters.add("rsa-exponent1", numbers.d, moduloLess: numbers.p)
        parameters.add("rsa-exponent2", numbers.d, moduloLess: numbers.q)
        parameters.add("rsa-coefficient1", number: numbers.inverse)
        guard let key = parameters.key("RSA", isPair: true) else { return nil }
        self.key = key
        curve = nil
    }

    /// The signature of `message`; nil if OpenSSL refuses. `hash` is nil for Ed25519.
    package func sign(_ message: [UInt8], _ hash: MessageDigest.Algorithm?) -> RawSignature? {
        ERR_set_mark()
        defer { ERR_pop_to_mark() }
        guard let context = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(context) }
        var length = 0
        guard
            EVP_DigestSignInit_ex(
                context, nil, hash?.rawValue, MessageDigest.library, nil, key.pointer, nil) == 1,
            EVP_DigestSign(context, nil, &length, message, message.count) == 1
        else { return nil }
        var signature = [UInt8](repeating: 0, count: length)
        guard EVP_DigestSign(context, &signature, &length, message, message.count) == 1 else {
            return nil
        }
        signature.removeLast(signature.count - length)
        guard let curve else { return .bytes(signature) }
        return RawSignature(der: signature, on: curve)
    }
}
