// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// A folder of uploads that the monitor does not have for certain; several processes may share it.
///
/// An upload is on disk before its request is sent, and leaves once the monitor has it. The lock of its file tells who
/// is sending it. Whoever was killed in between leaves it, and sending it again is safe: the monitor knows its uuids.
package struct UploadQueue: Sendable {
    package let folder: String

    /// Creates the folder if it is missing; throws `MonitorError`.
    package init(_ folder: String) throws(MonitorError) {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw MonitorError(
                "The folder \(folder.harmless(300)) for uploads cannot be created: \(error.formatted)."
            )
        }
    }

    /// Writes the upload and locks it for this process; throws `MonitorError`, also while another one sends it.
    package func add(_ upload: QueuedUpload) throws(MonitorError) -> UploadEntry {
        let path = "\(folder)/\(upload.fileName)"
        // An older attempt that nobody is sending is replaced; its lock is kept until it is.
        let older = try UploadEntry.open(path)
        let part = "\(folder)/.\(upload.fileName).\(UInt32.random(in: .min ... .max)).part"
        let entry = try UploadEntry(creating: part, upload)
        guard rename(part, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(part)
            throw MonitorError("\(path.harmless(300)) cannot be written: \(reason).")
        }
        older?.release()
        flushFolder()
        return entry.moved(to: path)
    }

    /// The files of all uploads, the oldest name first.
    package func files() throws(MonitorError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(".upload") }.sorted().map { "\(folder)/\($0)" }
        } catch {
            throw MonitorError(
                "The folder \(folder.harmless(300)) cannot be read: \(error.formatted).")
        }
    }

    private func flushFolder() {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // Not every file system supports this; the file itself is flushed.
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        close(descriptor)
    }
}
