// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport
import Synchronization

/// Reports every finished call, for `--verbose` and as evidence; never headers or bodies.
package struct Transcript: HTTPTransport {
    /// One finished call.
    package struct Call: Sendable, Equatable {
        package enum Ending: Sendable, Equatable {
            case status(Int)
            case failed(TransportError)
            case cancelled
            /// A source or sink failed; its error may quote data, so only its type is recorded.
            case stopped(by: String)
        }

        package var method: HTTPRequest.Method
        /// Without user, fragment, and query values that could be secret.
        package var url: String
        package var ending: Ending
        package var duration: Duration
        /// The service's own id of the call, for searching its logs.
        package var requestID: String?
        /// Bytes of the request's body; for a stream, those read from its source.
        package var bytesOut: Int64
        /// Bytes of the answer's body, decoded.
        package var bytesIn: Int64
        package var connection: HTTPConnection?
        package var phases: HTTPPhases?
        /// Whom the call serves; nil for signing in and the like.
        package var origin: CallOrigin?
    }

    private let base: any HTTPTransport
    private let clock: any Clock<Duration>
    private let report: @Sendable (Call) -> Void

    package init(
        _ base: any HTTPTransport, clock: any Clock<Duration>,
        report: @escaping @Sendable (Call) -> Void
    ) {
        self.base = base
        self.clock = clock
        self.report = report
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let tally = Tally()
        let stopwatch = Stopwatch(clock)
        var call = Call(
            method: request.method, url: SafeURL.text(request.url), ending: .cancelled,
            duration: .zero, bytesOut: 0, bytesIn: 0, origin: .current)
        defer {
            call.duration = stopwatch.elapsed
            call.bytesIn += tally.bytesIn.load(ordering: .relaxed)
            call.bytesOut += tally.bytesOut.load(ordering: .relaxed)
            report(call)
        }
        do {
            let response = try await base.send(tally.counting(request))
            call.ending = .status(response.status)
            call.requestID = response.requestID
            call.connection = response.connection
            call.phases = response.phases
            call.bytesIn = Int64(response.body.count)
            return response
        } catch {
            switch error {
            case let error as TransportError: call.ending = .failed(error)
            case is CancellationError: call.ending = .cancelled
            default: call.ending = .stopped(by: String(describing: type(of: error)))
            }
            throw error
        }
    }
}

/// Counts the bytes of a request's source and sink.
private final class Tally: Sendable {
    let bytesIn = Atomic<Int64>(0)
    let bytesOut = Atomic<Int64>(0)

    func counting(_ request: HTTPRequest) -> HTTPRequest {
        var request = request
        if case .stream(let sink) = request.bodyDestination {
            request.bodyDestination = .stream(CountingSink(base: sink, tally: self))
        }
        switch request.body {
        case .none: break
        case .bytes(let bytes):
            bytesOut.store(Int64(bytes.count), ordering: .relaxed)
        case .stream(let length, let open):
            request.body = .stream(length: length) { CountingSource(base: open(), tally: self) }
        }
        return request
    }
}

private struct CountingSink: ByteSink {
    let base: any ByteSink
    let tally: Tally

    func receive(_ bytes: [UInt8]) throws -> Bool {
        tally.bytesIn.add(Int64(bytes.count), ordering: .relaxed)
        return try base.receive(bytes)
    }
}

private struct CountingSource: ByteSource {
    var base: any ByteSource
    let tally: Tally

    mutating func next(_ count: Int) throws -> [UInt8] {
        let bytes = try base.next(count)
        tally.bytesOut.add(Int64(bytes.count), ordering: .relaxed)
        return bytes
    }
}
