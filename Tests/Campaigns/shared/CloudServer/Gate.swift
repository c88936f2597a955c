// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Synchronization

/// Counts requests and stops one of them at a boundary until the campaign releases it.
final class Gate: Sendable {
    enum Phase: String, Sendable {
        /// It has arrived but was not carried out.
        case received
        /// It was carried out but not answered.
        case processed
        /// The answer has been sent.
        case answered
    }

    fileprivate struct State {
        var count = 0
        var order: (number: Int, phase: Phase)?
        var isDropped = false
        /// The requests so far, with their callers: `POST /volume/v3/…`.
        var lines: [String] = []
    }

    private let state = Mutex(State())
    private let reached = DispatchSemaphore(value: 0)
    private let freed = DispatchSemaphore(value: 0)

    var lines: [String] { state.withLock { $0.lines } }

    /// Stops the request of that number, counted from the next one on.
    func stop(_ number: Int, at phase: Phase) {
        state.withLock { $0.order = ($0.count + number, phase) }
    }

    /// Whether the request reaches its boundary within that time.
    func isReached(within milliseconds: Int) -> Bool {
        guard reached.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else {
            return false
        }
        reached.signal()
        return true
    }

    /// Releases the stopped request, or drops it as if it had never arrived.
    func release(isDropped: Bool) {
        state.withLock { $0.isDropped = isDropped }
        freed.signal()
    }

    /// Counts a request and returns its number; waits if it is the one to stop, and returns nil if
    /// it is to be dropped.
    func arrived(_ request: WireRequest) -> Int? {
        let (number, stops) = state.withLock { state in
            state.count += 1
            state.lines.append("\(request.method) \(request.path)")
            return (state.count, state.isStop(state.count, .received))
        }
        if stops { hold() }
        return stops && state.withLock { $0.isDropped } ? nil : number
    }

    /// The request was carried out.
    func processed(_ number: Int) {
        if state.withLock({ $0.isStop(number, .processed) }) { hold() }
    }

    /// The answer was sent.
    func answered(_ number: Int) {
        if state.withLock({ $0.isStop(number, .answered) }) { reached.signal() }
    }

    private func hold() {
        reached.signal()
        freed.wait()
    }
}

extension Gate.State {
    fileprivate func isStop(_ number: Int, _ phase: Gate.Phase) -> Bool {
        order?.number == number && order?.phase == phase
    }
}
