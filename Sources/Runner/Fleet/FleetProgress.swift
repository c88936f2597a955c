// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSFleet
import Synchronization

/// Shows many subjects: one live line each on a terminal, one line for each event in a pipe.
final class FleetProgress: Sendable {
    private let total: Mutex<Int>
    private let isQuiet: Bool
    private let isVerbose: Bool
    private let board: LiveBoard
    private let screen: LiveScreen

    /// `terminal` is asked each time, as users change its size.
    init(
        total: Int, isLive: Bool, isQuiet: Bool, isVerbose: Bool, isASCII: Bool,
        clock: any Clock<Duration>, terminal: @escaping @Sendable () -> Terminal?
    ) {
        self.total = Mutex(total)
        self.isQuiet = isQuiet
        self.isVerbose = isVerbose
        board = LiveBoard(clock: clock)
        screen = LiveScreen(
            of: board, isLive: isLive && !isQuiet, isASCII: isASCII, isColoured: false,
            terminal: terminal)
    }

    /// Stops the live lines and restores the terminal.
    func finish() { screen.finish() }

    /// A permanent line, cleaned by the vault of the subject that it is about.
    func line(_ text: String, _ vault: SecretVault) {
        screen.print(vault.clean(text.visibleLines))
    }

    func began(_ name: String, usually usual: Duration?) {
        board.begin(name, "signing in", usually: usual)
    }

    /// A subject turned out to be several, one for each region.
    func became(_ name: String, _ subjects: [FleetSubject]) {
        total.withLock { $0 += subjects.count - 1 }
        board.leave(name)
    }

    /// An event of a subject's run; only what a person must know gets a line of its own.
    func show(_ event: Event, of name: String, _ vault: SecretVault) {
        switch event {
        case .stepBegan(let testcase, let title):
            board.show(name, "\(testcase): \(title)")
        case .waiting(let testcase, let what, let seen, _):
            board.show(name, vault.clean("\(testcase): \(what) \(seen.harmless(40))"))
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
        let count = board.end(row.name, row.verdict)
        if isQuiet { return }
        let time = row.duration.map { " (\($0.duration.formatted))" } ?? ""
        let total = total.withLock { $0 }
        line("[\(count)/\(total)] \(row.name): \(row.summary.harmless(1000))\(time)", vault)
    }
}
