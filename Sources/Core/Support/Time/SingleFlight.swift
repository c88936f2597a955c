// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Values that many ask for, each by its key, and one fetches for all of them.
///
/// Who is cancelled stops waiting, and the others still get the value. A fetch that nobody waits for any
/// more is cancelled, unless it `outlivesItsWaiters`; who comes next lets it end and then fetches anew.
package final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Flight {
        var task: Task<Void, Never>?
        var waiting: [Int: CheckedContinuation<Value?, any Error>] = [:]
        var isDeserted = false
        /// How it ended, once it is over and remembered.
        var ending: Result<Value, any Error>?
    }

    private struct State {
        var flights: [Key: Flight] = [:]
        var waiters = 0
    }

    private let state = Mutex(State())
    private let remembers: Bool
    private let outlivesItsWaiters: Bool

    /// `remembers`: later ones get the same value or failure, else they fetch anew.
    package init(remembers: Bool = true, outlivesItsWaiters: Bool = false) {
        self.remembers = remembers
        self.outlivesItsWaiters = outlivesItsWaiters
    }

    /// The value of that key, from `fetch` where nobody is fetching it or has it yet.
    package func value(
        _ key: Key, _ fetch: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        // Most come when it is there already.
        if let ending = state.withLock({ $0.flights[key]?.ending }) {
            return try ending.get()
        }
        while true {
            // Never two at once: they might write into the same place.
            if let deserted = state.withLock({ state in
                state.flights[key].flatMap { $0.isDeserted ? $0.task : nil }
            }) {
                await deserted.value
            }
            if let value = try await join(key, fetch) { return value }
        }
    }

    /// How many wait for the value of that key.
    func waiters(_ key: Key) -> Int {
        state.withLock { $0.flights[key]?.waiting.count ?? 0 }
    }

    /// Waits for the fetch under way, or begins one; nil where the one under way is deserted.
    private func join(
        _ key: Key, _ fetch: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        let waiter = state.withLock { state in
            state.waiters += 1
            return state.waiters
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let known: Result<Value?, any Error>? = state.withLock { state in
                    var flight = state.flights[key] ?? Flight()
                    if let ending = flight.ending { return ending.map(Optional.some) }
                    // A cancellation that came first has found nobody who waits.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if flight.isDeserted { return .success(nil) }
                    flight.waiting[waiter] = continuation
                    if flight.task == nil { flight.task = start(key, fetch) }
                    state.flights[key] = flight
                    return nil
                }
                if let known { continuation.resume(with: known) }
            }
        } onCancel: {
            leave(key, waiter)
        }
    }

    /// Not a child task: whoever came first may be cancelled while others still wait. Nor is it bound by
    /// the time that the first one has left.
    private func start(
        _ key: Key, _ fetch: @escaping @Sendable () async throws -> Value
    ) -> Task<Void, Never> {
        let bound = TimeBound(perCall: TimeBound.current.perCall)
        return Task {
            let ending: Result<Value, any Error>
            do {
                ending = .success(
                    try await TimeBound.$current.withValue(bound) { try await fetch() })
            } catch {
                ending = .failure(error)
            }
            land(key, ending)
        }
    }

    private func land(_ key: Key, _ ending: Result<Value, any Error>) {
        let flight = state.withLock { state in
            let flight = state.flights.removeValue(forKey: key)
            var isFailure: Bool { if case .failure = ending { true } else { false } }
            // That nobody waited for it is no failure of what was fetched.
            if remembers, flight?.isDeserted != true || !isFailure {
                var landed = Flight()
                landed.ending = ending
                state.flights[key] = landed
            }
            return flight
        }
        for continuation in (flight?.waiting ?? [:]).values {
            continuation.resume(with: ending.map(Optional.some))
        }
    }

    private func leave(_ key: Key, _ waiter: Int) {
        let (continuation, deserted) = state.withLock { state in
            let continuation = state.flights[key]?.waiting.removeValue(forKey: waiter)
            guard continuation != nil, state.flights[key]?.waiting.isEmpty == true,
                !outlivesItsWaiters
            else { return (continuation, Task<Void, Never>?.none) }
            state.flights[key]?.isDeserted = true
            return (continuation, state.flights[key]?.task)
        }
        deserted?.cancel()
        continuation?.resume(throwing: CancellationError())
    }
}
