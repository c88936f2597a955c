// SPDX-License-Identifier: Apache-2.0
@preconcurrency import Dispatch
import Synchronization

/// Live lines at the foot of a terminal, drawn five times a second, with permanent lines above them.
///
/// In a pipe there are only the permanent lines.
final class LiveScreen: Sendable {
    let isLive: Bool
    private let isASCII: Bool
    private let isColoured: Bool
    private let terminal: @Sendable () -> Terminal?
    private let board: LiveBoard
    /// How many lines are drawn.
    private let drawn = Mutex(0)
    private let timer: (any DispatchSourceTimer)?

    /// `terminal` is asked each time, as users change its size.
    init(
        of board: LiveBoard, isLive: Bool, isASCII: Bool, isColoured: Bool,
        terminal: @escaping @Sendable () -> Terminal?
    ) {
        self.isLive = isLive
        self.isASCII = isASCII
        self.isColoured = isColoured
        self.terminal = terminal
        self.board = board
        timer = isLive ? DispatchSource.makeTimerSource() : nil
        timer?.schedule(deadline: .now() + 0.2, repeating: 0.2)
        timer?.setEventHandler { [weak self] in self?.refresh() }
        timer?.resume()
    }

    /// Stops the live lines and restores the terminal.
    func finish() {
        timer?.cancel()
        drawn.withLock { Console.raw(erase(&$0)) }
        board.clear()
    }

    /// A permanent line above the live ones; foreign text in it must be harmless already.
    func print(_ text: String) {
        drawn.withLock { Console.raw(erase(&$0) + text + "\n" + draw(&$0)) }
    }

    private func refresh() {
        drawn.withLock { drawn in
            let text = erase(&drawn) + draw(&drawn)
            if !text.isEmpty { Console.raw(text) }
        }
    }

    private func erase(_ drawn: inout Int) -> String {
        guard isLive, drawn > 0 else { return "" }
        defer { drawn = 0 }
        return "\u{1B}[\(drawn)A\u{1B}[J"
    }

    private func draw(_ drawn: inout Int) -> String {
        guard isLive else { return "" }
        let lines = board.lines.fitting(terminal(), isASCII: isASCII)
        drawn = lines.count
        return lines.map { (isColoured ? "\u{1B}[2m\($0)\u{1B}[0m" : $0) + "\n" }.joined()
    }
}
