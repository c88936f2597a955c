// SPDX-License-Identifier: Apache-2.0

/// Lets a few programs run at the same time; the others wait for their turn.
actor PluginSlots {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int = 4) {
        free = count
    }

    /// Runs `body` when it is its turn; throws `CancellationError` where the task was cancelled meanwhile.
    nonisolated func use<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws -> Value {
        // Those before end soon when all are cancelled, so nobody need leave the queue.
        await take()
        let result: Result<Value, any Error>
        do {
            try Task.checkCancellation()
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        await giveBack()
        return try result.get()
    }

    private func take() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func giveBack() {
        guard !waiting.isEmpty else {
            free += 1
            return
        }
        waiting.removeFirst().resume()
    }
}
