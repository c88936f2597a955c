// SPDX-License-Identifier: Apache-2.0
import SCSHTTP

/// Faults between client and service: throttling, gateways, lost connections.
struct Weather: Sendable {
    enum Disturbance: Sendable {
        /// This answer replaces the service's.
        case instead(Answer)
        /// The service never saw the request.
        case lostRequest
        /// The service carried the request out, but its answer was lost.
        case lostAnswer
    }

    private let isFlaky: Bool
    private let isThrottled: Bool
    private var random: Random
    /// Requests until the next disturbance.
    private var calm: Int

    init(profile: Profile, random: Random) {
        isFlaky = profile.has(.flaky)
        isThrottled = profile.has(.throttled)
        self.random = random
        calm = 3
    }

    /// Decides about the next request; at least three undisturbed ones lie between two
    /// disturbances.
    mutating func next(_ method: HTTPRequest.Method, isIdentity: Bool) -> Disturbance? {
        guard isFlaky || isThrottled, !isIdentity else { return nil }
        calm -= 1
        guard calm < 0 else { return nil }
        calm = Int.random(in: 3...6, using: &random)
        if isThrottled && (!isFlaky || Bool.random(using: &random)) { return .instead(.throttled) }
        // A creation whose answer is lost is the hardest case for a client, so it is more frequent.
        switch Int.random(in: 0..<(method == .post ? 6 : 4), using: &random) {
        case 0: return .instead(.page(503, "The service is currently unavailable."))
        case 1: return .instead(.page(502, "The gateway got no answer."))
        case 2: return .lostRequest
        default: return .lostAnswer
        }
    }
}

extension Answer {
    fileprivate static var throttled: Answer {
        var answer = Answer.json(
            429,
            [
                "overLimit": [
                    "code": 429, "message": "This request was rate-limited.", "retryAfter": "2",
                ]
            ])
        answer.headers.append(("Retry-After", "2"))
        return answer
    }
}
