// SPDX-License-Identifier: Apache-2.0
import SCSOpenSSL

/// A signature: one string of bytes, or the two numbers of ECDSA.
package enum RawSignature: Sendable, Equatable {
    case bytes([UInt8])
    /// The highest byte of each number first.
    case numbers(r: [UInt8], s: [UInt8])

    /// The two numbers in OpenSSL's encoding; nil if it is none.
    init?(der: [UInt8], on curve: NamedCurve) {
        let parsed = der.withUnsafeBufferPointer { buffer in
            var next = buffer.baseAddress
            return d2i_ECDSA_SIG(nil, &next, buffer.count)
        }
        guard let parsed else { return nil }
        defer { ECDSA_SIG_free(parsed) }
        func bytes(_ number: OpaquePointer?) -> [UInt8]? {
            var bytes = [UInt8](repeating: 0, count: curve.size)
            return BN_bn2binpad(number, &bytes, Int32(bytes.count)) > 0 ? bytes : nil
        }
        guard let r = bytes(ECDSA_SIG_get0_r(parsed)), let s = bytes(ECDSA_SIG_get0_s(parsed))
        else { return nil }
        self = .numbers(r: r, s: s)
    }

    /// As OpenSSL takes it; nil if a number is too long to be one of a signature.
    var der: [UInt8]? {
        guard case .numbers(let r, let s) = self else {
            if case .bytes(let bytes) = self { return bytes }
            return nil
        }
        guard max(r.count, s.count) <= 80, let signature = ECDSA_SIG_new() else { return nil }
        defer { ECDSA_SIG_free(signature) }
        let first = BN_bin2bn(r, Int32(r.count), nil)
        let second = BN_bin2bn(s, Int32(s.count), nil)
        // From here on the signature owns both.
        guard ECDSA_SIG_set0(signature, first, second) == 1 else {
            BN_free(first)
            BN_free(second)
            return nil
        }
        let length = i2d_ECDSA_SIG(signature, nil)
        guard length > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(length))
        let written = bytes.withUnsafeMutableBufferPointer { buffer in
            var next = buffer.baseAddress
            return i2d_ECDSA_SIG(signature, &next)
        }
        return written == length ? bytes : nil
    }
}
