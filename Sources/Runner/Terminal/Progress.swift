// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import Synchronization

/// Shows the progress of a run: live lines on a terminal, one line per step in a pipe.
final class Progress: Sendable {
    private let screen: LiveScreen
    private let board: LiveBoard
    private let isColoured: Bool
    private let isQuiet: Bool
    private let isASCII: Bool
    private let vault = Console.vault
    /// Causes that are on the screen already.
    private let told = Mutex<Set<String>>([])

    /// `terminal` is asked each time, as users change its size.
    init(
        isLive: Bool, isColoured: Bool, isQuiet: Bool, clock: any Clock<Duration>,
        terminal: @escaping @Sendable () -> Terminal?, isASCII: Bool
    ) {
        self.isColoured = isColoured
        self.isQuiet = isQuiet
        self.isASCII = isASCII
        board = LiveBoard(clock: clock)
        screen = LiveScreen(
            of: board, isLive: isLive && !isQuiet, isASCII: isASCII, isColoured: isColoured,
            terminal: terminal)
    }

    /// Stops the live lines and restores the terminal.
    func finish() { screen.finish() }

    /// A permanent line above the live ones.
    func line(_ text: String) { painted(text.visibleLines) }

    /// The same for text with escapes of our own; foreign text in it must be harmless already.
    private func painted(_ text: String) { screen.print(vault.clean(text)) }

    func show(_ event: Event) {
        if isQuiet { return }
        switch event {
        case .stepEnded where screen.isLive: break
        case .began(let testcase): board.begin(testcase)
        case .stepBegan(let testcase, let title): board.begin(testcase, title)
        case .waiting(let testcase, let what, let seen, _):
            board.show(testcase, seen: vault.clean("\(what) \(seen.harmless(40))"))
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
        board.end(outcome.id, outcome.verdict)
        guard screen.isLive else { return true }
        let cause = "\(outcome.verdict) \(outcome.reason?.rawValue ?? "") \(outcome.message ?? "")"
        return outcome.verdict != .pass && told.withLock { $0.insert(cause).inserted }
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
