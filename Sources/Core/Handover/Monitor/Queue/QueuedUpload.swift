// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

/// A delivery on disk: where it goes, and all that is needed to send it again without the key.
package struct QueuedUpload: Sendable, Equatable, Codable {
    /// Increases when an older program could not send it.
    package static let version = 1

    package var version = Self.version
    package let monitor: String
    package let user: String
    package let delivery: Delivery
    /// Why the monitor rejects it; only of one that was set aside.
    package var rejection: [String]?

    package init(monitor: String, user: String, delivery: Delivery) {
        self.monitor = monitor
        self.user = user
        self.delivery = delivery
    }

    /// The same reports for the same monitor have the same name.
    var fileName: String {
        let parts = [monitor, user] + delivery.whole.documents.map(\.uuid).sorted()
        return Array(parts.joined(separator: "\n").utf8).sha256.prefix(32) + ".upload"
    }

    func encoded() throws -> [UInt8] {
        try JSONWriter.line(self) + [0x0A]
    }

    /// Throws `MonitorError`.
    static func read(_ bytes: [UInt8], file: String) throws(MonitorError) -> QueuedUpload {
        do {
            let upload = try JSONReader.decode(QueuedUpload.self, from: bytes)
            guard upload.version == version else {
                throw MonitorError(
                    "\(file) was queued by another version of this program; upload its reports again."
                )
            }
            return upload
        } catch let error as MonitorError {
            throw error
        } catch {
            throw MonitorError(
                "\(file) is damaged (\(error.formatted)); remove it, and upload its reports again.")
        }
    }
}
