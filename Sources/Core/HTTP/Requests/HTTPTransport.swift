// SPDX-License-Identifier: Apache-2.0

/// Sends HTTP requests: libcurl in production, the simulated cloud in demos and tests.
///
/// One method, so that wrapping adds behaviour: retries, the transcript.
public protocol HTTPTransport: Sendable {
    /// Sends `request` and returns once its complete answer has arrived, with any status.
    ///
    /// Throws `TransportError` without a complete answer, `CancellationError` when the task was
    /// cancelled (the transfer has ended by then), and errors of a `ByteSource` or `ByteSink`.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}

/// The source of a streamed request body; called on the transport's thread, so it should be fast.
public protocol ByteSource {
    /// Returns the next bytes, `count` at most; empty at the end.
    mutating func next(_ count: Int) throws -> [UInt8]
}

/// Receives the body of a successful answer as it arrives, in pieces of at most 512 KiB.
///
/// Called on the transport's thread: a slow sink slows all transfers.
public protocol ByteSink: Sendable {
    /// Receives the next bytes; returning false ends the transfer early, without an error.
    func receive(_ bytes: [UInt8]) throws -> Bool
}
