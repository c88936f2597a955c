// SPDX-License-Identifier: Apache-2.0

/// A value that one caller fetches for all; a failure is remembered too.
package actor SingleFlight<Value: Sendable> {
    private var flight: Task<Value, any Error>?

    package init() {}

    /// The value, fetched at the first request; a cancelled caller stops waiting for it.
    package func value(_ fetch: @escaping @Sendable () async throws -> Value) async throws -> Value
    {
        if let flight { return try await flight.valueUnlessCancelled() }
        // The first caller's remaining time must not limit the others.
        let bound = TimeBound(perCall: TimeBound.current.perCall)
        let task = Task { try await TimeBound.$current.withValue(bound) { try await fetch() } }
        flight = task
        return try await task.valueUnlessCancelled()
    }
}

extension Task where Failure == any Error {
    /// The value; a cancelled caller stops waiting with `CancellationError`, and the task
    /// continues.
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
