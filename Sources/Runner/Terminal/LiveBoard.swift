// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import Synchronization

/// What is under way, test cases or subjects, and how many have ended with which verdict.
final class LiveBoard: Sendable {
    private struct Item {
        var text: String
        var seen = ""
        var watch: Stopwatch
        /// How long it took the last time.
        var usual: Duration?

        var line: String {
            let usual = usual.map { " of about \($0.formatted)" } ?? ""
            return "\(text)\(seen), \(watch.elapsed.formatted)\(usual)"
        }
    }

    private struct State {
        var items: [String: Item] = [:]
        var ended: [Verdict: Int] = [:]
    }

    private let clock: any Clock<Duration>
    private let state = Mutex(State())

    init(clock: any Clock<Duration>) {
        self.clock = clock
    }

    /// Puts it on the board, with a watch that starts now.
    func begin(_ id: String, _ text: String = "", usually usual: Duration? = nil) {
        state.withLock { $0.items[id] = Item(text: text, watch: Stopwatch(clock), usual: usual) }
    }

    /// Changes its text, and leaves its watch running.
    func show(_ id: String, _ text: String) {
        state.withLock { $0.items[id]?.text = text }
    }

    /// What was last seen of that for which it waits.
    func show(_ id: String, seen: String) {
        state.withLock { $0.items[id]?.seen = ", " + seen }
    }

    /// Takes it off the board; returns how many have ended.
    @discardableResult
    func end(_ id: String, _ verdict: Verdict) -> Int {
        state.withLock { state in
            state.items[id] = nil
            state.ended[verdict, default: 0] += 1
            return state.ended.values.reduce(0, +)
        }
    }

    /// Takes it off the board; it has no verdict.
    func leave(_ id: String) { state.withLock { $0.items[id] = nil } }

    func clear() { state.withLock { $0.items = [:] } }

    var lines: LiveLines {
        state.withLock { state in
            LiveLines(
                active: state.items.sorted { $0.key < $1.key }.map {
                    "\($0.key): \($0.value.line)"
                },
                ended: state.ended)
        }
    }
}
