// SPDX-License-Identifier: Apache-2.0
import SCSOpenSSL

/// A certificate parsed by OpenSSL.
///
/// Algorithms have OpenSSL's short names, or their object identifiers if it has none.
struct ParsedCertificate: ~Copyable {
    private let certificate: OpaquePointer

    /// Nil if the bytes are not a certificate.
    init?(der: [UInt8]) {
        // An error here becomes nil and must not be taken for a later call's.
        ERR_set_mark()
        defer { ERR_pop_to_mark() }
        let parsed = der.withUnsafeBufferPointer { buffer in
            var next = buffer.baseAddress
            return d2i_X509(nil, &next, buffer.count)
        }
        guard let parsed else { return nil }
        certificate = parsed
    }

    deinit { X509_free(certificate) }

    /// In seconds since 1970; nil if it is no valid time.
    var notBefore: Int64? { Self.seconds(X509_get0_notBefore(certificate)) }
    var notAfter: Int64? { Self.seconds(X509_get0_notAfter(certificate)) }

    /// Whether subject and issuer have the same name.
    var isSelfIssued: Bool {
        X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0
    }

    /// The algorithm of the public key: `rsaEncryption`.
    var keyAlgorithm: String? { keyInformation.flatMap { Self.name($0.pointee.algorithm) } }

    /// The named curve of the key; nil if there is none.
    var curve: String? {
        guard let parameter = keyInformation?.pointee.parameter,
            parameter.pointee.type == V_ASN1_OBJECT
        else { return nil }
        return Self.name(parameter.pointee.value.object)
    }

    /// The size of the public key; nil if OpenSSL cannot read it.
    var keyBits: Int? {
        ERR_set_mark()
        defer { ERR_pop_to_mark() }
        guard let key = X509_get0_pubkey(certificate) else { return nil }
        let bits = EVP_PKEY_get_bits(key)
        return bits > 0 ? Int(bits) : nil
    }

    /// The algorithm of the signature: `RSA-SHA256`.
    var signatureAlgorithm: String? {
        var algorithm: UnsafePointer<X509_ALGOR>?
        X509_get0_signature(nil, &algorithm, certificate)
        return algorithm.flatMap { Self.name($0.pointee.algorithm) }
    }

    /// The hash function of the signature: `SHA256`; nil if it is unknown or there is none.
    var signatureHash: String? {
        ERR_set_mark()
        defer { ERR_pop_to_mark() }
        var hash = NID_undef
        OBJ_find_sigid_algs(X509_get_signature_nid(certificate), &hash, nil)
        // RSASSA-PSS has it among its parameters.
        if hash == NID_undef { X509_get_signature_info(certificate, &hash, nil, nil, nil) }
        return hash == NID_undef ? nil : OBJ_nid2sn(hash).map { String(cString: $0) }
    }

    private var keyInformation: UnsafeMutablePointer<X509_ALGOR>? {
        var algorithm: UnsafeMutablePointer<X509_ALGOR>?
        X509_PUBKEY_get0_param(nil, nil, nil, &algorithm, X509_get_X509_PUBKEY(certificate))
        return algorithm
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
        var seconds: Int64 = 0
        return scs_seconds_since_1970(time, &seconds) == 1 ? seconds : nil
    }

    private static func name(_ object: OpaquePointer?) -> String? {
        guard let object else { return nil }
        let known = OBJ_obj2nid(object)
        if known != NID_undef { return OBJ_nid2sn(known).map { String(cString: $0) } }
        let text = [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
            let length = buffer.withMemoryRebound(to: CChar.self) {
                OBJ_obj2txt($0.baseAddress, Int32($0.count), object, 1)
            }
            count = max(0, min(Int(length), buffer.count - 1))
        }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }
}
