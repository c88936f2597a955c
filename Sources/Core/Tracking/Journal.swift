// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Where intentions are written down before they are carried out.
package protocol JournalSink: Sendable {
    /// Appends one line and returns when it would survive a crash; throws `JournalError`.
    func append(_ line: [UInt8]) throws
}

/// A journal on disk: one JSON text a line, each one flushed to the disk, locked while its run lives.
package final class JournalFile: JournalSink {
    package let path: String
    private let descriptor: Mutex<Int32>

    /// Creates the file, readable by its owner alone, and locks it.
    package init(creating path: String) throws {
        self.path = path
        descriptor = Mutex(try Self.open(path, O_CREAT | O_EXCL | O_RDWR | O_APPEND))
    }

    /// Opens an existing journal to finish it; throws when its run still lives.
    package init(resuming path: String) throws {
        self.path = path
        descriptor = Mutex(try Self.open(path, O_RDWR | O_APPEND))
    }

    deinit {
        descriptor.withLock { _ = close($0) }
    }

    /// Writes the first line.
    package func begin(_ header: JournalHeader) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try append(Array(try encoder.encode(header)))
    }

    package func append(_ line: [UInt8]) throws {
        try descriptor.withLock { descriptor in
            var rest = (line + [0x0A])[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { throw failure("cannot be written") }
                rest = rest.dropFirst(written)
            }
            guard fsync(descriptor) == 0 else { throw failure("cannot be flushed to the disk") }
        }
    }

    /// Everything in it so far.
    package func contents() throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw JournalError(file: path, problem: "it cannot be read: \(error)")
        }
    }

    /// Takes a torn last line off, so that what is appended next stands on a line of its own.
    package func mend() throws {
        let bytes = try contents()
        let whole = (bytes.lastIndex(of: 0x0A) ?? -1) + 1
        guard whole < bytes.count else { return }
        try descriptor.withLock { descriptor in
            guard ftruncate(descriptor, off_t(whole)) == 0 else {
                throw failure("cannot be mended")
            }
        }
    }

    /// Removes the file: nothing of ours is left that it would have to tell of.
    package func remove() throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure("cannot be removed") }
    }

    private func failure(_ what: String) -> JournalError {
        JournalError(file: path, problem: "it \(what): \(String(cString: strerror(errno)))")
    }

    private static func open(_ path: String, _ flags: Int32) throws -> Int32 {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw JournalError(
                file: path, problem: "it cannot be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw JournalError(
                file: path, problem: "its run still lives; wait for its end or stop it first")
        }
        return descriptor
    }
}

/// A journal in memory, for tests and for the simulated cloud, which ends with the process.
package final class JournalMemory: JournalSink {
    private let lines = Mutex<[UInt8]>([])

    package init() {}

    package var contents: [UInt8] { lines.withLock { $0 } }

    package func append(_ line: [UInt8]) throws {
        lines.withLock { $0 += line + [0x0A] }
    }
}
