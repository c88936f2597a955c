// SPDX-License-Identifier: Apache-2.0
import SCSOpenSSL

/// The OpenSSL that this process uses.
package enum OpenSSLVersion {
    /// `3.0.17`
    package static var current: String { String(cString: OpenSSL_version(OPENSSL_VERSION_STRING)) }
}
