// SPDX-License-Identifier: Apache-2.0

/// What one look at something that is being waited for has shown.
package enum Look<Value: Sendable>: Sendable {
    case done(Value)
    /// Not yet; the state goes into the trail.
    case still(String)
}

/// The states that a wait saw, each with the time since the wait began.
public struct Trail: Sendable, CustomStringConvertible {
    /// The states that were seen, with the time of each.
    public private(set) var states: [(state: String, since: Duration)] = []

    package mutating func add(_ state: String, at elapsed: Duration) {
        if states.last?.state != state { states.append((state, elapsed)) }
    }

    /// The value in words.
    public var description: String {
        states.map { "\($0.state.harmless(60)) at \($0.since.formatted)" }.joined(separator: ", ")
    }
}

/// A wait that reached its time limit.
package struct WaitTimedOut: Error {
    package var limit: Duration
    package var trail: Trail
}

/// Looks again and again until done: the only loop here that sleeps.
///
/// A look is cut off at the limit, or a little behind it, as the last one comes at its end. The next
/// look comes soon at first and later after a tenth of the time already waited, at most 10 s, unless
/// `pause` says otherwise. At the limit it goes on while `isOver` says no. Throws `WaitTimedOut`,
/// `CancellationError`, and what a look throws.
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

/// The pause before the next look: short looks find short operations, few looks long ones.
func pause(after waited: Duration) -> Duration {
    let early = min(Duration.milliseconds(500), .milliseconds(150) + waited / 3)
    return min(max(early, waited / 10), .seconds(10))
}
