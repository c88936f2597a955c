// SPDX-License-Identifier: Apache-2.0
@preconcurrency import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The first SIGINT, SIGTERM or SIGHUP cancels the run, which cleans up; the second ends at once.
final class Interruption: Sendable {
    private let count = Mutex(0)
    private let sources: [any DispatchSourceSignal]

    init(onFirst: @escaping @Sendable () -> Void) {
        sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
            var old = sigaction()
            sigaction(number, nil, &old)
            // Under nohup a terminal may go away without ending the run.
            let isUnwelcome = unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1
            if number == SIGHUP && isUnwelcome { return nil }
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for source in sources {
            source.setEventHandler { [weak self] in
                let seen = self?.count.withLock { count in
                    count += 1
                    return count
                }
                if seen == 1 { onFirst() } else { _exit(130) }
            }
            source.resume()
        }
    }

    var hasHappened: Bool { count.withLock { $0 > 0 } }
}
