// SPDX-License-Identifier: Apache-2.0

/// The protocols of a connection.
package struct HTTPConnection: Sendable, Equatable {
    /// `HTTP/1.1`, `HTTP/2`; nil if unknown.
    package var version: String?
    /// Nil without TLS, or if it is unknown.
    package var tls: TLSVersion?

    package init(version: String?, tls: TLSVersion?) {
        self.version = version
        self.tls = tls
    }
}
