// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import Synchronization

/// Compares arriving bytes with a range of a content, and stops at the first difference.
final class ContentReader: ByteSink {
    private struct State {
        var offset: Int64
        var difference: ContentDifference?
        var hasExcess = false
    }

    private let content: VolumeContent
    private let end: Int64
    private let state: Mutex<State>

    /// Expects the bytes of `range`, which must be within the content.
    init(_ content: VolumeContent, _ range: Range<Int64>) {
        self.content = content
        end = range.upperBound
        state = Mutex(State(offset: range.lowerBound))
    }

    /// The offset after the last equal byte.
    var offset: Int64 { state.withLock { $0.offset } }
    var difference: ContentDifference? { state.withLock { $0.difference } }
    /// Whether more bytes arrived than the range has.
    var hasExcess: Bool { state.withLock { $0.hasExcess } }

    func receive(_ bytes: [UInt8]) throws -> Bool {
        state.withLock { state in
            let range = state.offset..<min(state.offset + Int64(bytes.count), end)
            let expected = content.bytes(in: range)
            if let index = expected.firstDifference(from: bytes) {
                let last = min(index + 16, expected.count)
                state.offset += Int64(index)
                state.difference = ContentDifference(
                    offset: state.offset, expected: Array(expected[index..<last]),
                    found: Array(bytes[index..<last]))
                return false
            }
            state.offset = range.upperBound
            state.hasExcess = state.hasExcess || bytes.count > expected.count
            return !state.hasExcess
        }
    }
}
