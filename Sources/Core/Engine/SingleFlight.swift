// SPDX-License-Identifier: Apache-2.0

/// A value that many ask for and one fetches; a failure is remembered for all who ask later.
actor SingleFlight<Value: Sendable> {
    private var flight: Task<Value, any Error>?

    /// The value, from `fetch` when nobody has asked before.
    func value(_ fetch: @escaping @Sendable () async throws -> Value) async throws -> Value {
        if let flight { return try await flight.value }
        let task = Task { try await fetch() }
        flight = task
        return try await task.value
    }
}
