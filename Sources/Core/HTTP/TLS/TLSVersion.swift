// SPDX-License-Identifier: Apache-2.0

/// A version of TLS by OpenSSL's name, in ascending order.
public enum TLSVersion: String, Sendable, CaseIterable, Comparable, CustomStringConvertible {
    case tls10 = "TLSv1"
    case tls11 = "TLSv1.1"
    case tls12 = "TLSv1.2"
    case tls13 = "TLSv1.3"

    /// The version as text.
    public var description: String { rawValue }

    /// Whether the left version is older.
    public static func < (left: TLSVersion, right: TLSVersion) -> Bool {
        left.rawValue < right.rawValue
    }
}
