// SPDX-License-Identifier: Apache-2.0
@preconcurrency import Dispatch
import SCSCheck
import Synchronization

/// Shows the progress of a run: live lines on a terminal, one line per step in a pipe.
final class Progress: Sendable {
    private struct Active {
        var title = ""
        var state = ""
        var watch: Stopwatch
    }

    private struct State {
        var active: [String: Active] = [:]
        var ended: [Verdict: Int] = [:]
        /// Causes that are on the screen already.
        var told: Set<String> = []
        var drawn = 0
    }

    private let isLive: Bool
    private let isColoured: Bool
    private let isQuiet: Bool
    private let isASCII: Bool
    private let terminal: @Sendable () -> Terminal?
    private let clock: any Clock<Duration>
    private let vault = Console.vault
    private let state = Mutex(State())
    private let timer: (any DispatchSourceTimer)?

    /// - Parameter terminal: asked each time, as users change its size.
    init(
        isLive: Bool, isColoured: Bool, isQuiet: Bool, clock: any Clock<Duration>,
        terminal: @escaping @Sendable () -> Terminal?, isASCII: Bool
    ) {
        let isLive = isLive && !isQuiet
        self.isLive = isLive
        self.isColoured = isColoured
        self.isQuiet = isQuiet
        self.isASCII = isASCII
        self.terminal = terminal
        self.clock = clock
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

    /// A permanent line above the live ones.
    func line(_ text: String) { painted(text.visibleLines) }

    /// The same for text with escapes of our own; foreign text in it must be harmless already.
    private func painted(_ text: String) {
        let text = vault.clean(text)
        state.withLock { state in
            Console.raw(erase(&state) + text + "\n" + draw(&state))
        }
    }

    func show(_ event: Event) {
        if isQuiet { return }
        switch event {
        case .stepEnded where isLive: break
        case .began(let testcase):
            state.withLock { $0.active[testcase] = Active(watch: Stopwatch(clock)) }
        case .stepBegan(let testcase, let title):
            state.withLock {
                $0.active[testcase] = Active(title: title, watch: Stopwatch(clock))
            }
        case .waiting(let testcase, let what, let seen, _):
            state.withLock { $0.active[testcase]?.state = "\(what) \(seen.harmless(40))" }
        case .stepEnded(let testcase, let title, let result, let duration):
            painted(
                "\(mark(result)) \(testcase.harmless(100)): \(title.visibleLines) \(dim("\(result.rawValue), \(duration.formatted)"))"
            )
        case .tracked(let testcase, .recovered(let kind, let name, _)):
            line(
                "  \(testcase): the request got no answer, but the \(kind) \(name.harmless(100)) was "
                    + "created: it was found by its name")
        case .tracked(let testcase, .again(let kind, let name, let reason, let pause)):
            let after = pause > .zero ? " after \(pause.formatted)" : ""
            line(
                "  \(testcase): the creation of the \(kind) \(name) is repeated under another name"
                    + "\(after): \(reason.harmless(200))")
        case .tracked: break
        case .note(let testcase, let text):
            line("  \(testcase): \(text.harmless(300))")
        case .ended(let outcome):
            guard isToBeTold(outcome) else { return }
            let reason = outcome.reason.map { " \($0.rawValue)" } ?? ""
            let message = outcome.message.map { ": \($0.harmless(2000))" } ?? ""
            let time = outcome.duration.map { dim(" (\($0.formatted))") } ?? ""
            painted(
                "\(coloured(outcome.verdict))\(reason) \(outcome.id.harmless(100))\(time)\(message)"
            )
        }
    }

    /// Whether it gets a line of its own: on live lines a pass is counted, and a cause told once.
    private func isToBeTold(_ outcome: TestcaseOutcome) -> Bool {
        state.withLock { state in
            state.active[outcome.id] = nil
            state.ended[outcome.verdict, default: 0] += 1
            guard isLive else { return true }
            let cause =
                "\(outcome.verdict) \(outcome.reason?.rawValue ?? "") \(outcome.message ?? "")"
            return outcome.verdict != .pass && state.told.insert(cause).inserted
        }
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
            active: state.active.sorted { $0.key < $1.key }.map { id, active in
                let seen = active.state.isEmpty ? "" : ", \(active.state)"
                return "\(id): \(active.title)\(seen), \(active.watch.elapsed.formatted)"
            }, ended: state.ended
        ).fitting(terminal(), isASCII: isASCII)
        state.drawn = lines.count
        return lines.map { dim($0) + "\n" }.joined()
    }

    private func mark(_ state: StepState) -> String {
        switch state {
        case .passed: paint(isASCII ? "+" : "✓", 32)
        case .failed: paint(isASCII ? "x" : "✗", 31)
        case .aborted, .notReached: paint("!", 33)
        }
    }

    private func coloured(_ verdict: Verdict) -> String {
        switch verdict {
        case .pass: paint("PASS", 32)
        case .fail: paint("FAIL", 31)
        case .abort: paint("ABORT", 33)
        case .missing: paint("MISSING", 33)
        }
    }

    private func dim(_ text: String) -> String { paint(text, 2) }

    private func paint(_ text: String, _ code: Int) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
