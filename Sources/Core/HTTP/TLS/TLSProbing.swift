// SPDX-License-Identifier: Apache-2.0

/// Where a service listens: what is probed once, however many endpoints are there.
package struct TLSHost: Sendable, Hashable, CustomStringConvertible {
    package var name: String
    package var port: Int

    package init(name: String, port: Int) {
        self.name = name
        self.port = port
    }

    package var description: String { port == 443 ? name : "\(name):\(port)" }
}

/// What a client offers in one handshake.
package struct TLSOffer: Sendable {
    package var versions: ClosedRange<TLSVersion>
    /// Suites of TLS 1.2 and older, in OpenSSL's language of cipher lists.
    package var ciphers = "ALL:COMPLEMENTOFALL"
    /// Suites of TLS 1.3; empty: all.
    package var suites: [String] = []
    /// Empty: those that OpenSSL offers by itself.
    package var curves: [String] = []
    /// Whether the client insists on a chain that it trusts and on the right name.
    package var verifies = false

    package init(_ versions: ClosedRange<TLSVersion>) {
        self.versions = versions
    }
}

/// How a handshake ended.
package enum TLSAnswer: Sendable {
    case accepted(TLSConnection)
    /// The server does not take the offer; why, in the words of the TLS library.
    case refused(String)
    /// The client does not trust the server; why, in the words of the TLS library.
    case untrusted(String)
    /// The TLS library at hand cannot offer this, so nobody was asked.
    case unofferable
}

/// What was agreed upon in a handshake.
package struct TLSConnection: Sendable {
    /// By OpenSSL's name; nil where the library did not tell it.
    package var cipher: String?
    /// The certificates as the server sent them, in DER, its own first.
    package var chain: [[UInt8]] = []
}

/// Makes handshakes, and never sends a request: libcurl in production.
package protocol TLSProbing: Sendable {
    /// Throws `TransportError` where there was no handshake to judge, `CancellationError`.
    func handshake(_ offer: TLSOffer, with host: TLSHost) async throws -> TLSAnswer
}
