// SPDX-License-Identifier: Apache-2.0

/// A value that many ask for and one fetches; a failure is remembered for all who ask later.
actor SingleFlight<Value: Sendable> {
    private var flight: Task<Value, any Error>?

    /// The value, from `fetch` when nobody has asked before; who is cancelled stops waiting for it.
    func value(_ fetch: @escaping @Sendable () async throws -> Value) async throws -> Value {
        if let flight { return try await flight.valueUnlessCancelled() }
        // The time that the first one has left is not everybody's.
        let bound = TimeBound(perCall: TimeBound.current.perCall)
        let task = Task { try await TimeBound.$current.withValue(bound) { try await fetch() } }
        flight = task
        return try await task.valueUnlessCancelled()
    }
}
