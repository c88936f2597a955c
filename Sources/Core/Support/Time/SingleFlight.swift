// SPDX-License-Identifier: Apache-2.0

/// A value that many ask for and one fetches; a failure is remembered for all who ask later.
package actor SingleFlight<Value: Sendable> {
    private var flight: Task<Value, any Error>?

    package init() {}

    /// The value, from `fetch` when nobody has asked before; who is cancelled stops waiting for it.
    package func value(_ fetch: @escaping @Sendable () async throws -> Value) async throws -> Value
    {
        if let flight { return try await flight.valueUnlessCancelled() }
        // The time that the first one has left is not everybody's.
        let bound = TimeBound(perCall: TimeBound.current.perCall)
        let task = Task { try await TimeBound.$current.withValue(bound) { try await fetch() } }
        flight = task
        return try await task.valueUnlessCancelled()
    }
}

extension Task where Failure == any Error {
    /// The value; who is cancelled stops waiting with `CancellationError`, and the task goes on.
    package func valueUnlessCancelled() async throws -> Success {
        let (stream, continuation) = AsyncThrowingStream<Success, any Error>.makeStream()
        Task<Void, Never> {
            do {
                continuation.yield(try await value)
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        for try await value in stream { return value }
        throw _Concurrency.CancellationError()
    }
}
