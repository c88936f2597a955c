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
    /// Of uploads that were set aside, after the name of the upload.
    static let rejectedSuffix = ".rejected"

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

    /// The files of all uploads, sorted by name.
    package func files() throws(MonitorError) -> [String] { try files(".upload") }

    /// The uploads that were set aside, and why.
    package func rejected() throws(MonitorError) -> [(file: String, reasons: [String])] {
        var rejected: [(String, [String])] = []
        for file in try files(".upload" + Self.rejectedSuffix) {
            let bytes: [UInt8]?
            do { bytes = try LocalFile.read(file, limit: LocalFile.Limit.journal) } catch {
                throw MonitorError("\(file.harmless(300)) cannot be read: \(error).")
            }
            // Somebody may just have removed it.
            guard let bytes else { continue }
            rejected.append((file, try QueuedUpload.read(bytes, file: file).rejection ?? []))
        }
        return rejected
    }

    private func files(_ suffix: String) throws(MonitorError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(suffix) }.sorted().map { "\(folder)/\($0)" }
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
