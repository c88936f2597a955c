// SPDX-License-Identifier: Apache-2.0

/// The host and port of a service, probed once for all its endpoints.
package struct TLSHost: Sendable, Hashable, CustomStringConvertible {
    package var name: String
    package var port: Int

    package init(name: String, port: Int) {
        self.name = name
        self.port = port
    }

    package var description: String { port == 443 ? name : "\(name):\(port)" }
}

/// A client's offer in one handshake.
package struct TLSOffer: Sendable {
    package var versions: ClosedRange<TLSVersion>
    /// Suites of TLS 1.2 and older, as an OpenSSL cipher list.
    package var ciphers = "ALL:COMPLEMENTOFALL"
    /// Suites of TLS 1.3; empty: all.
    package var suites: [String] = []
    /// Empty: OpenSSL's defaults.
    package var curves: [String] = []
    /// Whether the client requires a trusted chain and the right name.
    package var verifies = false

    package init(_ versions: ClosedRange<TLSVersion>) {
        self.versions = versions
    }
}

/// The result of a handshake.
package enum TLSAnswer: Sendable {
    case accepted(TLSConnection)
    /// The server refuses the offer; the TLS library's explanation.
    case refused(String)
    /// The client does not trust the server; the TLS library's explanation.
    case untrusted(String)
    /// The TLS library cannot make this offer, so the server was not contacted.
    case unofferable
}

/// The result of a successful handshake.
package struct TLSConnection: Sendable {
    /// OpenSSL's name; nil if the library did not report it.
    package var cipher: String?
    /// The server's certificates in DER, its own first.
    package var chain: [[UInt8]] = []
}

/// Makes handshakes and never sends a request: libcurl in production.
package protocol TLSProbing: Sendable {
    /// Throws `TransportError` if there was no handshake to judge, `CancellationError`.
    func handshake(_ offer: TLSOffer, with host: TLSHost) async throws -> TLSAnswer
}
