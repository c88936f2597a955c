// SPDX-License-Identifier: Apache-2.0

/// A curve of NIST, by SSH's name.
package enum NamedCurve: String, Sendable, CaseIterable {
    case p256 = "nistp256"
    case p384 = "nistp384"
    case p521 = "nistp521"

    /// OpenSSL's name.
    var group: String {
        switch self {
        case .p256: "P-256"
        case .p384: "P-384"
        case .p521: "P-521"
        }
    }

    /// The size of a coordinate in bytes.
    package var size: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        }
    }

    /// The hash function that RFC 5656 pairs with it.
    package var hash: MessageDigest.Algorithm {
        switch self {
        case .p256: .sha256
        case .p384: .sha384
        case .p521: .sha512
        }
    }
}
