// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import Synchronization

/// A body of `count` bytes that count up from 0 modulo 251, generated on reading.
package struct CountingBytes: ByteSource {
    private var position = 0
    private let count: Int

    package init(count: Int) {
        self.count = count
    }

    package mutating func next(_ most: Int) throws -> [UInt8] {
        let size = min(most, count - position)
        defer { position += size }
        return (position..<position + size).map { UInt8($0 % 251) }
    }

    /// The same bytes at once.
    package static func all(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0 % 251) } }
}

/// Accepts everything, or stops or throws after a number of bytes.
package final class CollectingSink: ByteSink {
    private let state = Mutex([UInt8]())
    private let judge: @Sendable (Int) throws -> Bool

    /// `judge` receives the number of bytes so far.
    package init(_ judge: @escaping @Sendable (Int) throws -> Bool = { _ in true }) {
        self.judge = judge
    }

    package var bytes: [UInt8] { state.withLock { $0 } }

    package func receive(_ bytes: [UInt8]) throws -> Bool {
        let count = state.withLock { state in
            state.append(contentsOf: bytes)
            return state.count
        }
        return try judge(count)
    }
}
