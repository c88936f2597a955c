// SPDX-License-Identifier: Apache-2.0

/// How long a call may still take, whoever makes it: set around an operation, kept by transports.
package struct TimeBound: Sendable {
    @TaskLocal package static var current = TimeBound()

    /// The longest that one call may take, with its repetitions and their pauses; nil: any time.
    package var perCall: Duration?
    private var watch: Stopwatch?
    private var limit = Duration.zero

    package init(perCall: Duration? = nil) {
        self.perCall = perCall
    }

    /// What is left; nil: nobody has set a limit.
    package var remaining: Duration? {
        watch.map { limit - $0.elapsed }
    }

    /// This bound, but nothing goes on beyond `limit` from now.
    package func within(_ limit: Duration, _ clock: any Clock<Duration>) -> TimeBound {
        if let remaining, remaining <= limit { return self }
        var bound = self
        bound.watch = Stopwatch(clock)
        bound.limit = limit
        return bound
    }

    /// The bound of a call that begins now.
    package func forCall(_ clock: any Clock<Duration>) -> TimeBound {
        perCall.map { within($0, clock) } ?? self
    }
}
