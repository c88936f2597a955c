// SPDX-License-Identifier: Apache-2.0

/// Why no whole answer arrived.
public struct TransportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong with the connection or request.
    public enum Kind: String, Sendable {
        /// The host's name has no address.
        case unresolved
        /// No connection: refused, unreachable, a proxy that says no.
        case noConnection
        /// The connection is not trusted: certificate, host name, protocol version.
        case untrusted
        /// A time limit passed: connect, idle or total.
        case timedOut
        /// The connection broke before or inside the answer.
        case connectionLost
        /// The answer was larger than the request allowed.
        case tooLarge
        /// What came back is not HTTP.
        case malformed
        /// The request could not be built or sent as asked.
        case unsendable
    }

    /// What went wrong.
    public var kind: Kind
    /// Whether the service may have seen the request: a creation may have happened.
    public var mayHaveArrived: Bool
    /// Bytes of the answer's body that a `ByteSink` had taken by then.
    public var bytesDelivered: Int64
    /// What happened, as a sentence that names the host and what to do next.
    public var message: String

    /// An error of a kind, with a sentence for people.
    public init(
        _ kind: Kind, mayHaveArrived: Bool, bytesDelivered: Int64 = 0, message: String
    ) {
        self.kind = kind
        self.mayHaveArrived = mayHaveArrived
        self.bytesDelivered = bytesDelivered
        self.message = message
    }

    /// The value in words.
    public var description: String { message }
}
