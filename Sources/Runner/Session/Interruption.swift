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
    private struct State {
        var count = 0
        var act: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())
    private let sources: [any DispatchSourceSignal]

    /// Listens from now on, so that nothing started later misses a signal.
    init() {
        sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
            var old = sigaction()
            sigaction(number, nil, &old)
            // Under nohup the terminal may go away without ending the run.
            let isUnwelcome = unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1
            if number == SIGHUP && isUnwelcome { return nil }
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for source in sources {
            source.setEventHandler { [weak self] in self?.receive() }
            source.resume()
        }
    }

    /// Sets the action of the first signal; runs it at once if that has already come.
    func onFirst(_ act: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            state.act = act
            return state.count > 0
        }
        if isLate { act() }
    }

    private func receive() {
        let (count, act) = state.withLock { state in
            state.count += 1
            return (state.count, state.act)
        }
        if count > 1 { _exit(130) }
        act?()
    }

    var hasHappened: Bool { state.withLock { $0.count > 0 } }
}
