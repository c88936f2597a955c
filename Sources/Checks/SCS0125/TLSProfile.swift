// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// What a server may accept, in OpenSSL's names.
struct TLSProfile: Sendable {
    /// The requirements for a server's certificate.
    struct CertificateRequirement: Sendable {
        /// The minimum size of an RSA key.
        var rsaBits: Int
        /// The elliptic curves that are allowed, by OpenSSL name.
        var curves: [String]
        /// `SHA256` and the like.
        var signatureHashes: [String]
        /// The maximum lifetime in days.
        var lifetimeDays: Int
        /// How many days before expiry a remark is due.
        var remarkDays: Int
    }

    /// The TLS versions that are allowed.
    var protocols: [TLSVersion]
    /// Suites of TLS 1.2, and those of TLS 1.3, which begin with `TLS_`.
    var ciphers: [String]
    /// The elliptic curves that are allowed, by OpenSSL name.
    var curves: [String]
    /// The requirements for a server's certificate.
    var certificate: CertificateRequirement
}

extension TLSProfile {
    init(_ node: YAMLNode) throws(YAMLError) {
        try node.check(allows: ["protocols", "ciphers", "curves", "certificate"])
        protocols = []
        for version in try node.required("protocols").sequence() {
            guard let known = TLSVersion(rawValue: try version.string()) else {
                throw version.wrongValue(
                    "one of " + TLSVersion.allCases.map(\.rawValue).joined(separator: ", "))
            }
            protocols.append(known)
        }
        ciphers = try node.required("ciphers").names()
        curves = try node.required("curves").names()
        certificate = try CertificateRequirement(try node.required("certificate"))
    }
}

extension TLSProfile.CertificateRequirement {
    fileprivate init(_ node: YAMLNode) throws(YAMLError) {
        try node.check(
            allows: ["rsa_bits", "curves", "signature_hashes", "lifetime_days", "remark_days"])
        rsaBits = try node.required("rsa_bits").integer()
        curves = try node.required("curves").names()
        signatureHashes = try node.required("signature_hashes").names()
        lifetimeDays = try node.required("lifetime_days").integer()
        remarkDays = try node.required("remark_days").integer()
    }
}

extension YAMLNode {
    /// Names that OpenSSL lists may contain: letters, digits, `-` and `_`.
    fileprivate func names() throws(YAMLError) -> [String] {
        var names: [String] = []
        for node in try sequence() {
            let name = try node.string()
            let isPlain = name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
            }
            guard isPlain, !name.isEmpty else { throw node.wrongValue("an OpenSSL name") }
            names.append(name)
        }
        return names
    }
}
