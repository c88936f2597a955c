// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import Synchronization

/// A sink that keeps the pieces it receives and stops after `limit` of them.
package final class Collector: ByteSink {
    private let limit: Int
    private let taken = Mutex<[[UInt8]]>([])

    package init(limit: Int) {
        self.limit = limit
    }

    package var pieces: [[UInt8]] { taken.withLock { $0 } }

    package func receive(_ bytes: [UInt8]) -> Bool {
        taken.withLock { pieces in
            pieces.append(bytes)
            return pieces.count < limit
        }
    }
}
