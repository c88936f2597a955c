// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// What is retried, how often and how soon.
///
/// | Result                                | `isRepeatable` | other requests              |
/// |---------------------------------------|----------------|-----------------------------|
/// | 429                                   | yes            | no: it may have been done   |
/// | 413 with `Retry-After` above 0        | yes            | no: it may have been done   |
/// | 413 otherwise                         | no             | no                          |
/// | 408, 500, 502, 503, 504               | yes            | no: it may have been done   |
/// | any other status                      | no             | no                          |
/// | no connection, connect limit          | yes            | yes: nothing has arrived    |
/// | name without an address               | once           | once                        |
/// | connection lost                       | yes            | no: it may have been done   |
/// | time limit inside the exchange        | once           | no                          |
/// | untrusted, malformed, too large, …    | no             | no                          |
/// | bytes were delivered to a `ByteSink`  | no             | no                          |
///
/// Cinder answers a full quota with 413, `Retry-After: 0` and `overLimit`: waiting does not help.
/// Its rate limit is a 413 too, with the seconds until the next slot in `Retry-After`.
///
/// A proxy may answer "too many" for a request that went through. A creation is therefore retried
/// as a new creation under a name of its own (`ResourceTracker.create`).
package struct RetryPolicy: Sendable {
    /// The maximum number of attempts, including the first.
    package var attempts = 5
    /// The same if no answer arrived; nil: `attempts`.
    package var connectAttempts: Int?
    /// The same after an answer; nil: `attempts`.
    package var statusAttempts: Int?
    /// The maximum of the first, random pause; it doubles with each attempt.
    package var firstPause = Duration.milliseconds(500)
    /// The longest single pause, even if the service asks for more.
    package var longestPause = Duration.seconds(60)
    /// The maximum of all pauses of one request together.
    package var totalPause = Duration.seconds(5 * 60)

    package init() {}

    /// Sends everything once.
    package static let never: RetryPolicy = {
        var policy = RetryPolicy()
        policy.attempts = 1
        return policy
    }()

    /// A decision to retry: why, the maximum number, and the service's requested pause.
    struct Advice: Equatable {
        var reason: RetryEvent.Reason
        var attempts: Int
        var wish: Duration?
    }

    func advice(
        on response: HTTPResponse, to request: HTTPRequest, now: Date
    ) -> Advice? {
        let wish = response.headers["retry-after"].flatMap { RetryAfter.parse($0, now: now) }
        let advice = Advice(
            reason: .status(response.status), attempts: statusAttempts ?? attempts, wish: wish)
        guard request.isRepeatable else { return nil }
        return response.mayPass || response.isTooMuch && (wish ?? .zero) > .zero ? advice : nil
    }

    func advice(on error: TransportError, to request: HTTPRequest) -> Advice? {
        guard error.bytesDelivered == 0, request.isRepeatable || !error.mayHaveArrived
        else { return nil }
        let most = connectAttempts ?? attempts
        let often = Advice(reason: .error(error.kind), attempts: most)
        let once = Advice(reason: .error(error.kind), attempts: min(most, 2))
        switch error.kind {
        case .noConnection, .connectionLost: return often
        case .timedOut: return error.mayHaveArrived ? once : often
        // More often a misspelt endpoint than a temporary fault of the name server.
        case .unresolved: return once
        case .untrusted, .tooLarge, .malformed, .unsendable: return nil
        }
    }

    /// Exponential with full jitter; the service's requested pause is kept and spread a little, so
    /// that clients refused together do not return together.
    package func pause(afterAttempt attempt: Int, wish: Duration?, jitter: Double) -> Duration {
        let random = min(max(jitter, 0), 1)
        guard let wish else {
            let ceiling = firstPause * (1 << min(max(attempt - 1, 0), 20))
            return min(ceiling, longestPause) * random
        }
        return min(wish + firstPause * random, longestPause)
    }
}

extension HTTPResponse {
    /// Whether the same request may succeed a little later.
    ///
    /// Of the 5xx those that services and proxies answer in passing: 501 and its like are for good.
    fileprivate var mayPass: Bool { [408, 429, 500, 502, 503, 504].contains(status) }
    /// A quota or a rate limit of Block Storage, which `Retry-After` tells apart.
    fileprivate var isTooMuch: Bool { status == 413 }
}
