// SPDX-License-Identifier: Apache-2.0

/// Sends HTTP requests: libcurl in production, the simulated cloud in demos and tests.
///
/// One method, so that behaviour is added by wrapping: retries, the transcript.
public protocol HTTPTransport: Sendable {
    /// Sends `request` and returns once its answer has arrived whole, whatever its status.
    ///
    /// Throws `TransportError` where no whole answer arrived, `CancellationError` when the task was
    /// cancelled (the transfer is gone by then), and whatever a `ByteSource` or `ByteSink` threw.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}

/// Where a streamed request body comes from; asked on the transport's thread, so it should be quick.
public protocol ByteSource {
    /// Returns the next bytes, `count` at most; empty at the end.
    mutating func next(_ count: Int) throws -> [UInt8]
}

/// Where the body of a successful answer goes while it arrives, in pieces of at most 512 KiB.
///
/// Called on the transport's thread: a sink that takes its time slows all transfers.
public protocol ByteSink: Sendable {
    /// Takes the next bytes; returning false ends the transfer early, without an error.
    func receive(_ bytes: [UInt8]) throws -> Bool
}
