// SPDX-License-Identifier: Apache-2.0
import Synchronization
import SCSSupport

/// Signals that a run is about to end, by a signal or its time limit.
package final class RunEnding: Sendable {
    private struct State {
        var hasBegun = false
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    package init() {}

    package var hasBegun: Bool { state.withLock { $0.hasBegun } }

    /// Tells everyone who waits; once.
    package func begin() {
        let waiting = state.withLock { state in
            state.hasBegun = true
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns once it has begun; throws when the task is cancelled.
    func wait() async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = state.withLock { state in
                    // An earlier cancellation found nothing to resume.
                    if state.hasBegun || Task.isCancelled { return true }
                    state.waiting[number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let continuation = state.withLock { $0.waiting.removeValue(forKey: number) }
            continuation?.resume(throwing: CancellationError())
        }
        try Task.checkCancellation()
    }
}

/// Keeps each call within its time limit, and cuts calls off when the run must end.
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
