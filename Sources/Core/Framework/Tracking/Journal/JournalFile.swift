// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// A journal on disk: one JSON object per line, each flushed to disk; locked while its run lives.
package final class JournalFile: JournalSink {
    private struct State {
        let descriptor: Int32
        /// The length of complete lines; a full disk may have cut what follows.
        var length: off_t
        var isTorn = false
    }

    package let path: String
    private let state: Mutex<State>

    /// Creates and locks the file, readable only by its owner.
    package init(creating path: String) throws {
        self.path = path
        let descriptor = try Self.open(path, O_CREAT | O_EXCL | O_RDWR | O_APPEND)
        state = Mutex(State(descriptor: descriptor, length: 0))
        Self.flushFolder(of: path)
    }

    /// Opens an existing journal to finish it; throws while its run lives.
    package init(resuming path: String) throws {
        self.path = path
        let descriptor = try Self.open(path, O_RDWR | O_APPEND)
        state = Mutex(State(descriptor: descriptor, length: lseek(descriptor, 0, SEEK_END)))
    }

    deinit {
        state.withLock { FileLock.release($0.descriptor) }
    }

    /// Writes the first line.
    package func begin(_ header: JournalHeader) throws {
        try append(try JournalLine.encode(header))
    }

    package func append(_ line: [UInt8]) throws {
        try state.withLock { state in
            var status = stat()
            guard fstat(state.descriptor, &status) == 0 else { throw failure("cannot be examined") }
            // A file that no longer has a name protects nothing.
            guard status.st_nlink > 0 else {
                throw JournalError(file: path, problem: "it was deleted while its run was using it")
            }
            try cutOff(&state)
            state.isTorn = true
            var rest = (line + [0x0A])[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes {
                    write(state.descriptor, $0.baseAddress, $0.count)
                }
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else {
                    let failure = failure("cannot be written")
                    // Half a line would corrupt the next; if this fails too, the next append
                    // retries.
                    _ = ftruncate(state.descriptor, state.length)
                    throw failure
                }
                rest = rest.dropFirst(written)
            }
            state.isTorn = false
            state.length += off_t(line.count + 1)
            guard fsync(state.descriptor) == 0 else {
                throw failure("cannot be flushed to the disk")
            }
        }
    }

    /// Its content so far.
    package func contents() throws -> [UInt8] {
        try state.withLock { state in
            do {
                return try LocalFile.read(state.descriptor, limit: LocalFile.Limit.journal)
            } catch {
                throw JournalError(file: path, problem: "it cannot be read: \(error)")
            }
        }
    }

    /// Cuts off a torn last line, so that the next one starts on its own line.
    package func mend() throws {
        let bytes = try contents()
        let whole = (bytes.lastIndex(of: 0x0A) ?? -1) + 1
        try state.withLock { state in
            state.length = off_t(whole)
            state.isTorn = whole < bytes.count
            try cutOff(&state)
        }
    }

    private func cutOff(_ state: inout State) throws {
        guard state.isTorn else { return }
        guard ftruncate(state.descriptor, state.length) == 0 else {
            throw failure("cannot be repaired")
        }
        state.isTorn = false
    }

    /// Removes the file once no resource remains.
    package func remove() throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure("cannot be removed") }
    }

    private func failure(_ what: String) -> JournalError {
        JournalError(file: path, problem: "it \(what): \(String(cString: strerror(errno)))")
    }

    /// After a power failure a file is only found if its folder was flushed too.
    private static func flushFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // Not every file system supports this, and the process may still be killed at any time.
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        close(descriptor)
    }

    private static func open(_ path: String, _ flags: Int32) throws -> Int32 {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else {
            throw JournalError(
                file: path, problem: "it cannot be opened: \(String(cString: strerror(errno)))",
                obstacle: errno == ENOENT ? .absent : nil)
        }
        guard FileLock.take(descriptor) else {
            close(descriptor)
            throw JournalError(
                file: path,
                problem:
                    "its run, or another cleanup of it, is still active; wait for its end or stop it",
                obstacle: .busy)
        }
        return descriptor
    }
}
