// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import Synchronization

/// A clock whose time passes only when a task sleeps on it or advances it.
package final class SimulatedClock: Clock, Sendable {
    /// A moment, as the time since the clock's creation.
    package struct Instant: InstantProtocol, Sendable {
        package var offset: Duration

        package init(offset: Duration) {
            self.offset = offset
        }

        package func advanced(by duration: Duration) -> Instant {
            Instant(offset: offset + duration)
        }

        package func duration(to other: Instant) -> Duration {
            other.offset - offset
        }

        package static func < (left: Instant, right: Instant) -> Bool {
            left.offset < right.offset
        }
    }

    package let start: Date
    private let elapsed = Mutex(Duration.zero)

    /// A clock that starts at `start`, by default a fixed day, so that runs are repeatable.
    package init(start: Date = Date(timeIntervalSince1970: 1_795_424_400)) {
        self.start = start
    }

    package var now: Instant { Instant(offset: elapsed.withLock { $0 }) }

    package var minimumResolution: Duration { .nanoseconds(1) }

    /// The wall-clock time at this moment.
    package var date: Date { start + now.offset.seconds }

    /// Lets time pass.
    package func advance(by duration: Duration) {
        elapsed.withLock { $0 += max(duration, .zero) }
    }

    /// Jumps to the deadline at once; time never runs backwards.
    package func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        try Task.checkCancellation()
        elapsed.withLock { $0 = max($0, deadline.offset) }
        await Task.yield()
        try Task.checkCancellation()
    }
}

extension Duration {
    /// The whole duration in seconds, with fractions.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
