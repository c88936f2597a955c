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
    func forCall(_ clock: any Clock<Duration>) -> TimeBound {
        perCall.map { within($0, clock) } ?? self
    }

    /// The request with the time that is left as its limit; throws where there is none.
    func bounding(_ request: HTTPRequest) throws(TransportError) -> HTTPRequest {
        guard let remaining else { return request }
        guard remaining > .zero else {
            throw TransportError(
                .timedOut, mayHaveArrived: false,
                message: "The time limit of the operation was over before \(request.hostAndPort) "
                    + "was asked; raise it with --time-limit.")
        }
        var request = request
        request.timeLimit = min(request.timeLimit ?? remaining, remaining)
        return request
    }
}
