// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSOpenStack

/// How often a change is requested, and the pauses in between.
struct Efforts {
    private let policy: RetryPolicy
    private(set) var made = 0
    private var paused = Duration.zero
    private var nextPause = Duration.zero

    /// Attempts that may have succeeded unnoticed: each of them may leave something behind.
    private static let most = 3

    init(_ policy: RetryPolicy) {
        self.policy = policy
    }

    /// The pause that the answer requests; nil: none.
    mutating func pause(after error: (any Error)?, at now: Date) -> Duration? {
        made += 1
        guard let error = error as? APIError, error.isBusy else { return nil }
        let wish = error.retryAfter.flatMap { RetryAfter.parse($0, now: now) }
        let pause = policy.pause(afterAttempt: made, wish: wish, jitter: 0.5)
        guard paused + pause <= policy.totalPause, made < busyAttempts else { return nil }
        paused += pause
        return pause
    }

    func hasAnother(after error: (any Error)?) -> Bool {
        guard let error = error as? APIError, error.isBusy else { return made < Self.most }
        return made < busyAttempts && paused < policy.totalPause
    }

    private var busyAttempts: Int { policy.statusAttempts ?? policy.attempts }
}
