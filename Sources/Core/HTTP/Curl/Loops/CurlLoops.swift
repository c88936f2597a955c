// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Loops that the transports of many clouds share, one for each kind of settings: authorities for TLS are read once, and
/// regions behind one host share its connections.
///
/// It ends with the last transport that uses it.
package final class CurlLoops: Sendable {
    /// Some connections to each service of the clouds that are tested at a time; others are closed when they are idle.
    static let keptConnections = 256

    private struct Entry {
        var settings: CurlTransport.Settings
        var loop: CurlLoop
    }

    private let entries = Mutex<[Entry]>([])

    package init() {}

    deinit {
        for entry in entries.withLock({ $0 }) { entry.loop.shutDown() }
    }

    func loop(for settings: CurlTransport.Settings) -> CurlLoop {
        entries.withLock { entries in
            if let entry = entries.first(where: { $0.settings == settings }) { return entry.loop }
            let loop = CurlLoop(settings: settings, keeps: Self.keptConnections)
            entries.append(Entry(settings: settings, loop: loop))
            return loop
        }
    }
}
