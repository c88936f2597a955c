// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// The first place where what came back is not what was stored.
struct ContentDifference: Sendable, Equatable {
    var offset: Int64
    /// What should be there, and what is: 16 bytes at most.
    var expected: [UInt8]
    var found: [UInt8]
}

/// Compares bytes with a content while they arrive, and stops at the first difference.
final class ContentReader: ByteSink {
    private struct State {
        var offset: Int64
        var difference: ContentDifference?
    }

    private let content: VolumeContent
    /// Where the content says nothing any more.
    private let end: Int64
    private let state: Mutex<State>

    /// Reads from `offset` on.
    init(_ content: VolumeContent, from offset: Int64) {
        self.content = content
        end = content.size
        state = Mutex(State(offset: offset))
    }

    /// Offset behind the last byte that was compared and equal.
    var offset: Int64 { state.withLock { $0.offset } }
    var difference: ContentDifference? { state.withLock { $0.difference } }

    func receive(_ bytes: [UInt8]) throws -> Bool {
        state.withLock { state in
            let range = state.offset..<min(state.offset + Int64(bytes.count), end)
            guard !range.isEmpty else { return false }
            let expected = content.bytes(in: range)
            if expected.count == bytes.count && expected == bytes {
                state.offset = range.upperBound
                return true
            }
            for (index, byte) in expected.enumerated() where bytes[index] != byte {
                let last = min(index + 16, expected.count)
                state.offset += Int64(index)
                state.difference = ContentDifference(
                    offset: state.offset, expected: Array(expected[index..<last]),
                    found: Array(bytes[index..<last]))
                return false
            }
            // What follows the content's end is not specified.
            state.offset = range.upperBound
            return false
        }
    }
}
