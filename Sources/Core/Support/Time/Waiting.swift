// SPDX-License-Identifier: Apache-2.0

/// The result of one look at something that is waited for.
package enum Look<Value: Sendable>: Sendable {
    case done(Value)
    /// Not yet; the state goes into the trail.
    case still(String)
}

/// The states that a wait saw, each with the time since its start.
public struct Trail: Sendable, CustomStringConvertible {
    /// The states that were seen, with their times.
    public private(set) var states: [(state: String, since: Duration)] = []

    package mutating func add(_ state: String, at elapsed: Duration) {
        if states.last?.state != state { states.append((state, elapsed)) }
    }

    /// The trail as text.
    public var description: String {
        states.map { "\($0.state.harmless(60)) at \($0.since.formatted)" }.joined(separator: ", ")
    }
}

/// A wait that reached its time limit.
package struct WaitTimedOut: Error {
    package var limit: Duration
    package var trail: Trail
}

/// Polls until done: the only loop that sleeps.
///
/// A look is cut off at the limit; the last one may end slightly after it. Pauses grow to a tenth
/// of the time already waited, at most 10 s, unless `pause` decides. At the limit it continues
/// while `isOver` is false. Throws `WaitTimedOut`, `CancellationError`, and errors of a look.
package func poll<Value>(
    clock: any Clock<Duration>, limit: Duration,
    pause: (Duration) -> Duration = pause(after:), isOver: () -> Bool = { true },
    onState: (String, Duration) -> Void = { _, _ in },
    look: (inout Trail, Duration) async throws -> Look<Value>
) async throws -> Value {
    let stopwatch = Stopwatch(clock)
    var trail = Trail()
    while true {
        let elapsed = stopwatch.elapsed
        let bound = TimeBound.current.within(
            max(limit - elapsed, min(max(limit / 10, .seconds(1)), .seconds(10))), clock)
        let seen = try await TimeBound.$current.withValue(bound) { try await look(&trail, elapsed) }
        switch seen {
        case .done(let value): return value
        case .still(let state):
            trail.add(state, at: elapsed)
            onState(state, elapsed)
        }
        let waited = stopwatch.elapsed
        guard waited < limit || !isOver() else { throw WaitTimedOut(limit: limit, trail: trail) }
        try await clock.sleep(for: min(pause(waited), max(limit - waited, .milliseconds(500))))
    }
}

/// The pause before the next look: short at first, to notice short operations.
func pause(after waited: Duration) -> Duration {
    let early = min(Duration.milliseconds(500), .milliseconds(150) + waited / 3)
    return min(max(early, waited / 10), .seconds(10))
}
