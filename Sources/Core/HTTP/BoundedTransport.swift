// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Keeps each call within its time, and cuts off what a run has begun when it must end.
///
/// Creations are not cancelled, as their result must be known: they get a little longer.
package struct BoundedTransport: HTTPTransport {
    /// How much longer a call that must not be cancelled gets once the run is ending.
    package static let grace = Duration.seconds(10)

    private let base: any HTTPTransport
    private let clock: any Clock<Duration>
    private let ending: RunEnding

    package init(_ base: any HTTPTransport, clock: any Clock<Duration>, ending: RunEnding) {
        self.base = base
        self.clock = clock
        self.ending = ending
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let bound = TimeBound.current.forCall(clock)
        return try await TimeBound.$current.withValue(bound) {
            // Requests after the end has begun belong to the cleanup.
            if ending.hasBegun { return try await base.send(request) }
            return try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
                group.addTask { try await base.send(request) }
                group.addTask {
                    try await ending.wait()
                    try await clock.sleep(for: Self.grace)
                    throw TransportError(
                        .timedOut, mayHaveArrived: true,
                        message: "\(request.hostAndPort) did not answer within "
                            + "\(Self.grace.formatted) after the run was stopped.")
                }
                defer { group.cancelAll() }
                guard let response = try await group.next() else { throw CancellationError() }
                return response
            }
        }
    }
}

extension TimeBound {
    /// The request with the remaining time as its limit; throws if there is none.
    func bounding(_ request: HTTPRequest) throws(TransportError) -> HTTPRequest {
        guard let remaining else { return request }
        guard remaining > .zero else {
            throw TransportError(
                .timedOut, mayHaveArrived: false,
                message:
                    "The time limit of the operation was reached before the request to \(request.hostAndPort) "
                    + "was sent; raise \(InterfaceTerm.timeLimit).")
        }
        var request = request
        request.timeLimit = min(request.timeLimit ?? remaining, remaining)
        return request
    }
}
