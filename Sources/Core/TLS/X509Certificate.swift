// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// What of a certificate can be judged without trusting anybody.
///
/// Source: RFC 5280, section 4.1
package struct X509Certificate: Sendable {
    /// The public key, by its kind.
    package enum Key: Sendable, Equatable, CustomStringConvertible {
        case rsa(bits: Int)
        /// By OpenSSL's name, or by its object identifier where that is not known here.
        case ellipticCurve(String)
        case other(String)

        package var description: String {
            switch self {
            case .rsa(let bits): "RSA with \(bits) bits"
            case .ellipticCurve(let name): "EC on \(name)"
            case .other(let name): name
            }
        }
    }

    /// Why bytes are no certificate.
    package struct Unreadable: Error, CustomStringConvertible {
        package let description: String
    }

    package let notBefore: Date
    package let notAfter: Date
    package let key: Key
    /// The hash function of the signature: `SHA256`; nil where it has none, as Ed25519 has not.
    package let signatureHash: String?
    /// Whether it names itself as its issuer: its signature then proves nothing to anybody.
    package let isSelfIssued: Bool

    package init(_ bytes: [UInt8]) throws(Unreadable) {
        do {
            var rest = bytes[...]
            let parts = try DER(first: &rest).values()
            guard parts.count == 3 else { throw DER.Malformed(description: "it has no signature") }
            var fields = try parts[0].values()[...]
            // The version stands first, unless it is the first.
            if fields.first?.tag == 0xA0 { fields.removeFirst() }
            guard fields.count >= 6 else { throw DER.Malformed(description: "it lacks fields") }
            // Serial number, signature, issuer, validity, subject, key.
            let body = Array(fields)
            let validity = try body[3].values()
            guard validity.count == 2 else { throw DER.Malformed(description: "it has no end") }
            notBefore = try validity[0].date()
            notAfter = try validity[1].date()
            isSelfIssued = body[2].content == body[4].content
            key = try Key(body[5])
            signatureHash = try Self.hash(of: parts[1])
        } catch {
            throw Unreadable(description: "The certificate cannot be read: \(error).")
        }
    }

    private static func hash(of algorithm: DER) throws(DER.Malformed) -> String? {
        let parts = try algorithm.values()
        guard let name = try parts.first?.identifier() else {
            throw DER.Malformed(description: "its signature has no algorithm")
        }
        // RSASSA-PSS tells its hash among its parameters; without any it is SHA-1.
        if name == "1.2.840.113549.1.1.10" {
            for parameter in try parts.dropFirst().first?.values() ?? []
            where parameter.tag == 0xA0 {
                let hash = try parameter.values().first?.values().first?.identifier() ?? ""
                return hashes[hash] ?? hash
            }
            return "SHA1"
        }
        return withoutHash.contains(name) ? nil : signatures[name] ?? name
    }

    private static let withoutHash: Set<String> = ["1.3.101.112", "1.3.101.113"]

    private static let hashes = [
        "1.2.840.113549.2.5": "MD5", "1.3.14.3.2.26": "SHA1",
        "2.16.840.1.101.3.4.2.4": "SHA224", "2.16.840.1.101.3.4.2.1": "SHA256",
        "2.16.840.1.101.3.4.2.2": "SHA384", "2.16.840.1.101.3.4.2.3": "SHA512",
    ]

    private static let signatures = [
        "1.2.840.113549.1.1.2": "MD2", "1.2.840.113549.1.1.4": "MD5",
        "1.2.840.113549.1.1.5": "SHA1", "1.3.14.3.2.29": "SHA1",
        "1.2.840.113549.1.1.14": "SHA224", "1.2.840.113549.1.1.11": "SHA256",
        "1.2.840.113549.1.1.12": "SHA384", "1.2.840.113549.1.1.13": "SHA512",
        "1.2.840.10045.4.1": "SHA1", "1.2.840.10045.4.3.1": "SHA224",
        "1.2.840.10045.4.3.2": "SHA256", "1.2.840.10045.4.3.3": "SHA384",
        "1.2.840.10045.4.3.4": "SHA512", "1.2.840.10040.4.3": "SHA1",
    ]
}

extension X509Certificate.Key {
    fileprivate init(_ info: DER) throws(DER.Malformed) {
        let parts = try info.values()
        guard parts.count == 2, parts[1].tag == DER.bits else {
            throw DER.Malformed(description: "it has no key")
        }
        let algorithm = try parts[0].values()
        guard let name = try algorithm.first?.identifier() else {
            throw DER.Malformed(description: "its key has no algorithm")
        }
        switch name {
        case "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10":
            // Behind a byte that counts unused bits: the modulus and the exponent.
            var rest = parts[1].content.dropFirst()
            guard let modulus = try DER(first: &rest).values().first else {
                throw DER.Malformed(description: "its key has no modulus")
            }
            self = .rsa(bits: try modulus.bitCount())
        case "1.2.840.10045.2.1":
            guard algorithm.count > 1, algorithm[1].tag == DER.object else {
                self = .ellipticCurve("a curve without a name")
                return
            }
            let curve = try algorithm[1].identifier()
            self = .ellipticCurve(Self.curves[curve] ?? curve)
        default:
            self = .other(Self.others[name] ?? name)
        }
    }

    private static let curves = [
        "1.2.840.10045.3.1.7": "prime256v1", "1.3.132.0.34": "secp384r1",
        "1.3.132.0.35": "secp521r1", "1.3.132.0.10": "secp256k1", "1.3.132.0.33": "secp224r1",
    ]

    private static let others = [
        "1.3.101.112": "Ed25519", "1.3.101.113": "Ed448", "1.2.840.10040.4.1": "DSA",
    ]
}
