// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Passes lines on to whoever comes to read them; what comes before is kept.
final class LineRelay: Sendable {
    private let state = Mutex<(kept: [String], reader: (@Sendable (String) -> Void)?)>(([], nil))

    func send(_ line: String) {
        let reader = state.withLock { state in
            if state.reader == nil { state.kept.append(line) }
            return state.reader
        }
        reader?(line)
    }

    func receive(_ reader: @escaping @Sendable (String) -> Void) {
        let kept = state.withLock { state in
            state.reader = reader
            defer { state.kept = [] }
            return state.kept
        }
        kept.forEach(reader)
    }
}
