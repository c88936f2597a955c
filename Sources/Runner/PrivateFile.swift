// SPDX-License-Identifier: Apache-2.0
import Core

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// A file that is written whole or not at all, readable by its owner alone.
struct PrivateFile {
    let path: String

    /// Why it could not be written.
    struct Unwritten: Error, CustomStringConvertible {
        var description: String
    }

    /// Writes beside the old file, to the disk, and renames over it; throws `Unwritten`.
    func write(_ bytes: [UInt8]) throws {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            // A terminal, a pipe or a device cannot be replaced.
            let descriptor = try open(path, O_WRONLY)
            defer { close(descriptor) }
            return try put(bytes, into: descriptor)
        }
        let name = path.split(separator: "/").last ?? ""
        let part = folder + ".\(name).\(UInt32.random(in: .min ... .max)).part"
        let descriptor = try open(part, O_WRONLY | O_CREAT | O_EXCL)
        do {
            defer { close(descriptor) }
            try put(bytes, into: descriptor)
            guard fsync(descriptor) == 0 else { throw failure() }
        } catch {
            unlink(part)
            throw error
        }
        guard rename(part, path) == 0 else {
            let failure = failure()
            unlink(part)
            throw failure
        }
    }

    /// Tries whether it could be written, and leaves nothing; throws `Unwritten`.
    func check() throws {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw Unwritten(description: "\(path) is a folder.")
        }
        let part = folder + ".scs-check.\(UInt32.random(in: .min ... .max)).part"
        close(try open(part, O_WRONLY | O_CREAT | O_EXCL))
        unlink(part)
    }

    private var folder: String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./" }

    private func open(_ path: String, _ flags: Int32) throws -> Int32 {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure() }
        return descriptor
    }

    private func put(_ bytes: [UInt8], into descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw failure() }
            rest = rest.dropFirst(written)
        }
    }

    private func failure() -> Unwritten {
        Unwritten(description: "\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
}
