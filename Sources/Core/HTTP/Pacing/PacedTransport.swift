// SPDX-License-Identifier: Apache-2.0

/// Keeps the limits of each service: concurrent requests, and requests per second.
///
/// Retries count as requests, so this is below `RetryingTransport`.
package struct PacedTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let clock: any Clock<Duration>
    private let gates: [String: PaceGate]

    /// `paces` by the service of a request; other services are not limited.
    package init(_ base: any HTTPTransport, paces: [String: Pace], clock: any Clock<Duration>) {
        self.base = base
        self.clock = clock
        gates = paces.mapValues { PaceGate($0, clock) }
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let gate = request.service.flatMap({ gates[$0] }) else {
            return try await base.send(request)
        }
        try await gate.enter()
        defer { gate.leave() }
        let pause = gate.pause()
        if pause > .zero { try await clock.sleep(for: pause) }
        return try await base.send(request)
    }
}

/// The limits for calls to a service.
package struct Pace: Sendable, Equatable {
    /// Concurrent requests; nil: any number.
    package var concurrency: Int?
    /// The minimum time between the starts of two requests; nil: none.
    package var interval: Duration?

    package init(concurrency: Int? = nil, interval: Duration? = nil) {
        self.concurrency = concurrency
        self.interval = interval
    }
}
