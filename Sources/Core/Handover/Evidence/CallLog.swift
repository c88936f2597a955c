// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
package import SCSHTTP
import Synchronization

/// All calls of a run, for its evidence.
package final class CallLog: Sendable {
    /// A call with the time of its beginning.
    struct Entry: Sendable {
        let began: Date
        let call: Transcript.Call
    }

    private let kept = Mutex<[Entry]>([])

    package init() {}

    /// Keeps a call that has just ended.
    package func add(_ call: Transcript.Call, ended: Date) {
        let seconds =
            Double(call.duration.components.seconds)
            + Double(call.duration.components.attoseconds) / 1e18
        let entry = Entry(began: ended.addingTimeInterval(-seconds), call: call)
        kept.withLock { $0.append(entry) }
    }

    /// In the order of their beginning.
    var entries: [Entry] { kept.withLock { $0 }.sorted { $0.began < $1.began } }
}
