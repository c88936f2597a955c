// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Passes lines on to a later reader; keeps them until then.
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
