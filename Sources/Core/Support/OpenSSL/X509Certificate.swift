// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

/// The properties of a certificate that can be judged without trusting its issuer.
///
/// Source: RFC 5280, section 4.1
package struct X509Certificate: Sendable {
    /// The kind of public key.
    package enum Key: Sendable, Equatable, CustomStringConvertible {
        case rsa(bits: Int)
        /// OpenSSL's name of the curve, or its object identifier if it has none.
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

    /// Why bytes are not a certificate.
    package struct Unreadable: Error, CustomStringConvertible {
        package let description: String

        fileprivate init(because reason: String) {
            description = "The certificate cannot be read: \(reason)."
        }
    }

    package let notBefore: Date
    package let notAfter: Date
    package let key: Key
    /// The hash function of the signature: `SHA256`; nil for algorithms without one, such as
    /// Ed25519.
    package let signatureHash: String?
    /// Whether it names itself as its issuer, so that its signature proves nothing.
    package let isSelfIssued: Bool

    package init(_ bytes: [UInt8]) throws(Unreadable) {
        guard let parsed = ParsedCertificate(der: bytes) else {
            throw Unreadable(because: "it is not X.509 in DER")
        }
        guard let begin = parsed.notBefore, let end = parsed.notAfter else {
            throw Unreadable(because: "it has no time where one was expected")
        }
        guard let signature = parsed.signatureAlgorithm else {
            throw Unreadable(because: "its signature has no algorithm")
        }
        notBefore = Date(timeIntervalSince1970: Double(begin))
        notAfter = Date(timeIntervalSince1970: Double(end))
        isSelfIssued = parsed.isSelfIssued
        key = try Key(parsed)
        // A forbidden name is better than none, which would be allowed.
        signatureHash =
            parsed.signatureHash ?? (Self.withoutHash.contains(signature) ? nil : signature)
    }

    private static let withoutHash: Set<String> = ["ED25519", "ED448"]
}

extension X509Certificate.Key {
    fileprivate init(_ parsed: borrowing ParsedCertificate) throws(X509Certificate.Unreadable) {
        switch parsed.keyAlgorithm {
        case nil: throw X509Certificate.Unreadable(because: "its key has no algorithm")
        case "rsaEncryption", "RSASSA-PSS":
            guard let bits = parsed.keyBits else {
                throw X509Certificate.Unreadable(because: "its RSA key has no modulus")
            }
            self = .rsa(bits: bits)
        case "id-ecPublicKey": self = .ellipticCurve(parsed.curve ?? "a curve without a name")
        case "ED25519": self = .other("Ed25519")
        case "ED448": self = .other("Ed448")
        case .some(let name): self = .other(name)
        }
    }
}
