// SPDX-License-Identifier: Apache-2.0
@preconcurrency import Dispatch
import SCSCheck
import SCSFleet
import Synchronization

/// Shows many subjects: one live line each on a terminal, one line for each event in a pipe.
final class FleetProgress: Sendable {
    private struct Active {
        var step = "signing in"
        var watch: Stopwatch
        /// The time of its last run.
        var usual: Duration?
    }

    private struct State {
        var active: [String: Active] = [:]
        var ended: [Verdict: Int] = [:]
        var count = 0
        var drawn = 0
    }

    private let total: Int
    private let isLive: Bool
    private let isQuiet: Bool
    private let isVerbose: Bool
    private let isASCII: Bool
    private let terminal: @Sendable () -> Terminal?
    private let clock: any Clock<Duration>
    private let state = Mutex(State())
    private let timer: (any DispatchSourceTimer)?

    /// `terminal` is asked each time, as users change its size.
    init(
        total: Int, isLive: Bool, isQuiet: Bool, isVerbose: Bool, isASCII: Bool,
        clock: any Clock<Duration>, terminal: @escaping @Sendable () -> Terminal?
    ) {
        let isLive = isLive && !isQuiet
        self.total = total
        self.isLive = isLive
        self.isQuiet = isQuiet
        self.isVerbose = isVerbose
        self.isASCII = isASCII
        self.clock = clock
        self.terminal = terminal
        timer = isLive ? DispatchSource.makeTimerSource() : nil
        timer?.schedule(deadline: .now() + 0.2, repeating: 0.2)
        timer?.setEventHandler { [weak self] in self?.refresh() }
        timer?.resume()
    }

    /// Stops the live lines and restores the terminal.
    func finish() {
        timer?.cancel()
        state.withLock { state in
            Console.raw(erase(&state))
            state.active = [:]
        }
    }

    /// A permanent line, cleaned by the vault of the subject that it is about.
    func line(_ text: String, _ vault: SecretVault) {
        let text = vault.clean(text.visibleLines)
        state.withLock { state in
            Console.raw(erase(&state) + text + "\n" + draw(&state))
        }
    }

    func began(_ name: String, usually usual: Duration?) {
        state.withLock { $0.active[name] = Active(watch: Stopwatch(clock), usual: usual) }
    }

    /// An event of a subject's run; only what a person must know gets a line of its own.
    func show(_ event: Event, of name: String, _ vault: SecretVault) {
        switch event {
        case .stepBegan(let testcase, let title):
            state.withLock { $0.active[name]?.step = "\(testcase): \(title)" }
        case .waiting(let testcase, let what, let seen, _):
            state.withLock {
                $0.active[name]?.step = "\(testcase): \(what) \(seen.harmless(40))"
            }
        case .note(let testcase, let text) where isVerbose:
            line("  \(name): \(testcase): \(text.harmless(300))", vault)
        case .ended(let outcome) where isVerbose:
            let message = outcome.message.map { ": \($0.harmless(500))" } ?? ""
            line(
                "  \(name): \(outcome.verdict.rawValue) \(outcome.id.harmless(100))\(message)",
                vault)
        default: break
        }
    }

    /// The result of a subject: always one line.
    func ended(_ row: MatrixRow, _ vault: SecretVault) {
        let count = state.withLock { state in
            state.active[row.name] = nil
            state.ended[row.verdict, default: 0] += 1
            state.count += 1
            return state.count
        }
        if isQuiet { return }
        let time = row.duration.map { " (\($0.duration.formatted))" } ?? ""
        line("[\(count)/\(total)] \(row.name): \(row.summary.harmless(1000))\(time)", vault)
    }

    private func refresh() {
        state.withLock { state in
            let text = erase(&state) + draw(&state)
            if !text.isEmpty { Console.raw(text) }
        }
    }

    private func erase(_ state: inout State) -> String {
        guard isLive, state.drawn > 0 else { return "" }
        defer { state.drawn = 0 }
        return "\u{1B}[\(state.drawn)A\u{1B}[J"
    }

    private func draw(_ state: inout State) -> String {
        guard isLive else { return "" }
        let lines = LiveLines(
            active: state.active.sorted { $0.key < $1.key }.map { name, active in
                let usual = active.usual.map { " of about \($0.formatted)" } ?? ""
                return "\(name): \(active.step), \(active.watch.elapsed.formatted)\(usual)"
            }, ended: state.ended
        ).fitting(terminal(), isASCII: isASCII)
        state.drawn = lines.count
        return lines.map { $0 + "\n" }.joined()
    }
}
