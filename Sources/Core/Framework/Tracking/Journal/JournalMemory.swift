// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// A journal in memory, for tests and for the simulated cloud, whose resources end with the
/// process.
package final class JournalMemory: JournalSink {
    private let lines = Mutex<[UInt8]>([])

    package init() {}

    package var contents: [UInt8] { lines.withLock { $0 } }

    package func append(_ line: [UInt8]) throws {
        lines.withLock { $0 += line + [0x0A] }
    }
}
