// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// The latest calls of a test case that changed something, with their request ids.
final class RecentWrites: Sendable {
    private let lines = Mutex<[String]>([])

    func note(_ line: String) {
        lines.withLock { lines in
            lines.append(line)
            if lines.count > 6 { lines.removeFirst() }
        }
    }

    var recent: [String] { lines.withLock { $0 } }
}
