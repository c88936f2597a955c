// SPDX-License-Identifier: Apache-2.0

/// How long a call may still take: set around an operation, kept by transports.
package struct TimeBound: Sendable {
    @TaskLocal package static var current = TimeBound()

    /// The time limit of one call with its retries and pauses; nil: none.
    package var perCall: Duration?
    private var watch: Stopwatch?
    private var limit = Duration.zero

    package init(perCall: Duration? = nil) {
        self.perCall = perCall
    }

    /// The remaining time; nil: no limit.
    package var remaining: Duration? {
        watch.map { limit - $0.elapsed }
    }

    /// This bound, ending at most `limit` from now.
    package func within(_ limit: Duration, _ clock: any Clock<Duration>) -> TimeBound {
        if let remaining, remaining <= limit { return self }
        var bound = self
        bound.watch = Stopwatch(clock)
        bound.limit = limit
        return bound
    }

    /// The bound of a call that starts now.
    package func forCall(_ clock: any Clock<Duration>) -> TimeBound {
        perCall.map { within($0, clock) } ?? self
    }
}
