// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Synchronization

/// The time limit of a whole run; when it passes, the run is cancelled and cleans up.
package final class RunLimit: Sendable {
    @TaskLocal package static var current = RunLimit(nil)

    private let limit: Duration?
    private let over = Atomic(false)

    package init(_ limit: Duration?) {
        self.limit = limit
    }

    package var isOver: Bool { over.load(ordering: .relaxed) }

    /// Returns once the time is over and remembers it; never returns without a limit.
    package func pass(on clock: any Clock<Duration>) async throws {
        guard let limit else { return try await clock.sleep(for: .seconds(1 << 31)) }
        try await clock.sleep(for: limit)
        over.store(true, ordering: .relaxed)
    }

    /// Why a task was cancelled.
    var explanation: String {
        guard isOver, let limit else { return "The run was interrupted." }
        return "The time limit of the run, \(limit.formatted), was reached"
            + "\(InterfaceTerm.totalTime.inParentheses)."
    }
}
