// SPDX-License-Identifier: Apache-2.0

/// Why no complete answer arrived.
public struct TransportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong with the connection or request.
    public enum Kind: String, Sendable {
        /// The host's name has no address.
        case unresolved
        /// No connection: refused, unreachable, or denied by a proxy.
        case noConnection
        /// The connection is not trusted: certificate, host name, protocol version.
        case untrusted
        /// A time limit was reached: connect, idle or total.
        case timedOut
        /// The connection broke before or inside the answer.
        case connectionLost
        /// The answer was larger than the request allowed.
        case tooLarge
        /// The answer is not HTTP.
        case malformed
        /// The request could not be built or sent.
        case unsendable
    }

    /// What went wrong.
    public var kind: Kind
    /// Whether the service may have seen the request: a creation may have happened.
    public var mayHaveArrived: Bool
    /// Bytes of the answer's body that a `ByteSink` had received.
    public var bytesDelivered: Int64
    /// What happened, as a sentence with the host and what to do next.
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

    /// The error as text.
    public var description: String { message }
}
