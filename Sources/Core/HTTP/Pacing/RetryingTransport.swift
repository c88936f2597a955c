// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSSupport

/// A retry that is about to happen.
package struct RetryEvent: Sendable, Equatable {
    package enum Reason: Sendable, Equatable {
        case status(Int)
        case error(TransportError.Kind)
    }

    /// The number of the failed attempt, from 1.
    package let attempt: Int
    package let reason: Reason
    package let pause: Duration
    package let method: HTTPRequest.Method
    package let host: String
    package let path: String
}

/// Retries failed requests where that is safe, by the table at `RetryPolicy`.
///
/// The caller receives the last answer or error unchanged. Errors of a `ByteSource` or `ByteSink`
/// and cancelled requests are never retried.
package struct RetryingTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let policy: RetryPolicy
    private let policies: [String: RetryPolicy]
    private let clock: any Clock<Duration>
    private let jitter: @Sendable () -> Double
    private let now: @Sendable () -> Date
    private let onRetry: @Sendable (RetryEvent) -> Void

    /// `policies` are those of single services, by official type; `jitter` returns numbers from 0
    /// to below 1; `now` is used for dates in `Retry-After`.
    package init(
        _ base: any HTTPTransport, policy: RetryPolicy, policies: [String: RetryPolicy] = [:],
        clock: any Clock<Duration>,
        jitter: @escaping @Sendable () -> Double, now: @escaping @Sendable () -> Date,
        onRetry: @escaping @Sendable (RetryEvent) -> Void
    ) {
        self.base = base
        self.policy = policy
        self.policies = policies
        self.clock = clock
        self.jitter = jitter
        self.now = now
        self.onRetry = onRetry
    }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let policy = request.service.flatMap { policies[$0] } ?? policy
        var paused = Duration.zero
        var attempt = 1
        while true {
            let advice: RetryPolicy.Advice
            let outcome: Result<HTTPResponse, TransportError>
            do {
                let response = try await base.send(request)
                outcome = .success(response)
                guard let again = policy.advice(on: response, to: request, now: now())
                else { return response }
                advice = again
            } catch let error as TransportError {
                outcome = .failure(error)
                guard let again = policy.advice(on: error, to: request) else { throw error }
                advice = again
            }
            let pause = policy.pause(
                afterAttempt: attempt, wish: advice.wish, jitter: jitter())
            guard attempt < advice.attempts, paused + pause <= policy.totalPause,
                TimeBound.current.remaining.map({ pause < $0 }) ?? true
            else { return try outcome.get() }
            onRetry(event(attempt, advice.reason, pause, request))
            try await clock.sleep(for: pause)
            paused += pause
            attempt += 1
        }
    }

    private func event(
        _ attempt: Int, _ reason: RetryEvent.Reason, _ pause: Duration, _ request: HTTPRequest
    ) -> RetryEvent {
        RetryEvent(
            attempt: attempt, reason: reason, pause: pause, method: request.method,
            host: request.hostAndPort, path: request.url.path(percentEncoded: true))
    }
}
