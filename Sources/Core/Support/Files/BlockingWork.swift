// SPDX-License-Identifier: Apache-2.0
import Dispatch

/// Work that waits for a disk or for another process, on a thread that may wait: tasks share as few as there are processors.
package enum BlockingWork {
    /// Runs `work` and returns what it returns; throws what it throws. Values of the task are not known in it.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try work() })
            }
        }
    }
}
