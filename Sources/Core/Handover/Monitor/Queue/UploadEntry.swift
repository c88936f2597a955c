// SPDX-License-Identifier: Apache-2.0
import SCSSupport

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// One upload in the queue, locked by this process until it is released.
package struct UploadEntry: Sendable {
    package let path: String
    package let upload: QueuedUpload?
    private let descriptor: Int32

    /// Another process is sending it.
    package struct Busy: Error {}

    private init(_ path: String, _ upload: QueuedUpload?, _ descriptor: Int32) {
        self.path = path
        self.upload = upload
        self.descriptor = descriptor
    }

    /// Writes, flushes and locks a new file; throws `MonitorError`.
    init(creating path: String, _ upload: QueuedUpload) throws(MonitorError) {
        let descriptor = Glibc.open(
            path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path, "written") }
        do throws(MonitorError) {
            guard FileLock.take(descriptor) else {
                throw Self.failure(path, "locked")
            }
            let bytes: [UInt8]
            do { bytes = try upload.encoded() } catch {
                throw MonitorError("An upload cannot be encoded: \(error.formatted).")
            }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw Self.failure(path, "written") }
                rest = rest.dropFirst(count)
            }
            guard fsync(descriptor) == 0 else { throw Self.failure(path, "flushed") }
        } catch {
            close(descriptor)
            unlink(path)
            throw error
        }
        self.init(path, upload, descriptor)
    }

    /// Locks an existing file; nil if there is none. Throws `MonitorError`, also while another process sends it.
    static func open(_ path: String) throws(MonitorError) -> UploadEntry? {
        do {
            return try lock(path, isRead: false)
        } catch is Busy {
            throw MonitorError(
                "The same reports are being sent by another process; wait for its end.")
        } catch let error as MonitorError {
            throw error
        } catch {
            throw MonitorError("\(path.harmless(300)) cannot be opened: \(error.formatted).")
        }
    }

    /// Locks and reads an existing file; nil if it is gone. Throws `MonitorError`, and `Busy`.
    package static func resume(_ path: String) throws -> UploadEntry? {
        try lock(path, isRead: true)
    }

    private static func lock(_ path: String, isRead: Bool) throws -> UploadEntry? {
        let descriptor = Glibc.open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure(path, "opened")
        }
        do {
            guard FileLock.take(descriptor) else { throw Busy() }
            var (own, current) = (stat(), stat())
            // Whoever held the lock before may have sent it, or replaced it.
            guard fstat(descriptor, &own) == 0, lstat(path, &current) == 0,
                own.st_ino == current.st_ino, own.st_dev == current.st_dev
            else {
                FileLock.release(descriptor)
                return nil
            }
            guard isRead else { return UploadEntry(path, nil, descriptor) }
            let bytes: [UInt8]
            do { bytes = try LocalFile.read(descriptor, limit: LocalFile.Limit.record) } catch {
                throw MonitorError("\(path.harmless(300)) cannot be read: \(error).")
            }
            let upload = try QueuedUpload.read(bytes, file: path.harmless(300))
            return UploadEntry(path, upload, descriptor)
        } catch {
            FileLock.release(descriptor)
            throw error
        }
    }

    func moved(to path: String) -> UploadEntry { UploadEntry(path, upload, descriptor) }

    /// Leaves it in the queue, for a later attempt.
    package func release() {
        FileLock.release(descriptor)
    }

    /// Takes it out of the queue, and what was set aside of it: the monitor has it.
    package func finish() throws(MonitorError) {
        defer { FileLock.release(descriptor) }
        for file in [path + UploadQueue.rejectedSuffix, path] {
            guard unlink(file) == 0 || errno == ENOENT else {
                throw Self.failure(file, "removed, though the monitor has its reports")
            }
        }
    }

    /// Takes it out of the queue and keeps it beside, with the reasons; returns the path.
    ///
    /// Sending it again would change nothing, and would hide what waits for its turn.
    func setAside(because reasons: [String]) throws(MonitorError) -> String {
        guard var upload else { throw MonitorError("\(path.harmless(300)) was not read.") }
        upload.rejection = reasons
        let aside = path + UploadQueue.rejectedSuffix
        let part = "\(aside).\(UInt32.random(in: .min ... .max)).part"
        let entry = try UploadEntry(creating: part, upload)
        guard rename(part, aside) == 0 else {
            unlink(part)
            throw Self.failure(aside, "written")
        }
        entry.release()
        defer { FileLock.release(descriptor) }
        guard unlink(path) == 0 || errno == ENOENT else { throw Self.failure(path, "removed") }
        return aside
    }

    private static func failure(_ path: String, _ what: String) -> MonitorError {
        MonitorError(
            "\(path.harmless(300)) cannot be \(what): \(String(cString: strerror(errno))).")
    }
}
