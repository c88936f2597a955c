// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Synchronization

/// Admits a number of concurrent requests, in order of arrival.
final class PaceGate: Sendable {
    private struct State {
        /// How many may be inside; nil: any number.
        var most: Int?
        var inside = 0
        var nextTicket = 0
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        /// Those that were cancelled before they started to wait.
        var abandoned: Set<Int> = []
        var nextStart = Duration.zero
    }

    private let pace: Pace
    private let stopwatch: Stopwatch
    private let state: Mutex<State>

    init(_ pace: Pace, _ clock: any Clock<Duration>) {
        self.pace = pace
        state = Mutex(State(most: pace.concurrency))
        stopwatch = Stopwatch(clock)
    }

    /// Returns when there is room, which `leave` frees; throws when the task is cancelled.
    func enter() async throws {
        try Task.checkCancellation()
        let ticket = state.withLock { state -> Int? in
            guard let most = state.most, state.inside >= most else {
                state.inside += 1
                return nil
            }
            state.nextTicket += 1
            return state.nextTicket
        }
        guard let ticket else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue(ticket, continuation)
            }
        } onCancel: {
            abandon(ticket)
        }
    }

    /// Admits the request that has waited longest.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            // After a change of the limit, more may be inside than may be.
            guard !state.waiting.isEmpty, state.inside <= state.most ?? .max else {
                state.inside -= 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume()
    }

    /// Halves the limit, down to one request at a time.
    func slowDown() {
        state.withLock { $0.most = $0.most.map { max(1, $0 / 2) } }
    }

    /// Raises the limit by one, up to the configured one, and admits who waits.
    func speedUp() {
        guard let configured = pace.concurrency else { return }
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let most = state.most, most < configured else { return nil }
            state.most = most + 1
            guard !state.waiting.isEmpty, state.inside < most + 1 else { return nil }
            state.inside += 1
            return state.waiting.removeFirst().continuation
        }
        next?.resume()
    }

    /// How many may be inside now.
    var limit: Int? { state.withLock { $0.most } }

    /// How long to wait until the next request may start, which counts as started then.
    func pause() -> Duration {
        guard let interval = pace.interval else { return .zero }
        let now = stopwatch.elapsed
        return state.withLock { state in
            let start = max(now, state.nextStart)
            state.nextStart = start + interval
            return start - now
        }
    }

    private func queue(_ ticket: Int, _ continuation: CheckedContinuation<Void, any Error>) {
        enum Turn { case now, never, later }
        let turn = state.withLock { state -> Turn in
            if state.abandoned.remove(ticket) != nil { return .never }
            // A request may have left since the ticket was drawn.
            if let most = state.most, state.inside < most {
                state.inside += 1
                return .now
            }
            state.waiting.append((ticket, continuation))
            return .later
        }
        switch turn {
        case .now: continuation.resume()
        case .never: continuation.resume(throwing: CancellationError())
        case .later: break
        }
    }

    private func abandon(_ ticket: Int) {
        let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let place = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                state.abandoned.insert(ticket)
                return nil
            }
            return state.waiting.remove(at: place).continuation
        }
        continuation?.resume(throwing: CancellationError())
    }
}
