// SPDX-License-Identifier: Apache-2.0

/// The value of `body`; nil if it takes longer than `limit` and is cancelled.
package func value<Value: Sendable>(
    within limit: Duration, on clock: any Clock<Duration>,
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await clock.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
    }
}
