// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Cancels a task after a number of events.
package final class Canceller: Sendable {
    private struct State {
        var left: Int
        var cancel: (@Sendable () -> Void)?
    }

    private let state: Mutex<State>

    package init(after count: Int) {
        state = Mutex(State(left: count))
    }

    package func target<Success, Failure>(_ task: Task<Success, Failure>) {
        let isDue = state.withLock { state in
            state.cancel = { task.cancel() }
            return state.left <= 0
        }
        if isDue { task.cancel() }
    }

    package func count() {
        let cancel = state.withLock { state in
            state.left -= 1
            return state.left <= 0 ? state.cancel : nil
        }
        cancel?()
    }
}
