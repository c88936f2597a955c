// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The TLS session of a connection of libcurl's, if that uses OpenSSL.
enum TLSSession {
    /// Part of libssl, which libcurl loads; this program itself does not link it.
    private static let name = {
        dlsym(nil, "SSL_get_version").map {
            unsafeBitCast(
                $0,
                to: (@convention(c) (UnsafeMutableRawPointer?) -> UnsafePointer<CChar>?).self)
        }
    }()

    /// Nil if it is unknown.
    static func version(of session: UnsafeMutableRawPointer) -> TLSVersion? {
        name?(session).flatMap { TLSVersion(rawValue: String(cString: $0)) }
    }
}
