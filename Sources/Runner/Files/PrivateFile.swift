// SPDX-License-Identifier: Apache-2.0
import SCSCheck

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Writes files completely or not at all, readable only by their owner unless they are made for others.
///
/// It replaces only regular files of this program. It never follows links, nor writes to devices,
/// FIFOs or sockets.
struct PrivateFile {
    let path: String
    /// What may be replaced; nil: any regular file.
    var own: OwnFile?
    /// Who may read it; unless it is made for others, its owner alone.
    var mode: UInt32 = 0o600
    /// Whether replacing any regular file or link was requested.
    var overwrites = false
    /// How much of a file is read to see whether it is ours.
    private static let sizeLimit = 256 << 20

    /// Why the file could not be written.
    struct Unwritten: Error, CustomStringConvertible {
        var description: String
        /// Whether what is there must not be replaced, which another name solves.
        var isRefused = true
    }

    /// Writes and flushes a new file, and renames it over the old one; throws `Unwritten`.
    func write(_ bytes: [UInt8]) throws {
        try refuseWhatIsNotOurs()
        let name = path.split(separator: "/").last ?? ""
        let part = folder + ".\(name).\(UInt32.random(in: .min ... .max)).part"
        let descriptor = try open(part, O_WRONLY | O_CREAT | O_EXCL)
        do {
            defer { close(descriptor) }
            try put(bytes, into: descriptor)
            // Whatever the umask is.
            guard fchmod(descriptor, mode) == 0 else { throw failure() }
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

    /// Tests whether it could be written, and leaves nothing behind; throws `Unwritten`.
    func check() throws {
        try refuseWhatIsNotOurs()
        let part = folder + ".scs-check.\(UInt32.random(in: .min ... .max)).part"
        close(try open(part, O_WRONLY | O_CREAT | O_EXCL))
        unlink(part)
    }

    private func refuseWhatIsNotOurs() throws {
        guard let kind = FileKind(at: path) else { return }
        switch kind {
        case .folder, .fifo, .device, .socket:
            throw Unwritten(description: "\(shown) is \(kind.noun), not a file.")
        case .link where own != nil && !overwrites:
            throw Unwritten(
                description: "\(shown) is a symbolic link, which is not followed; remove it, or "
                    + "replace it with --overwrite.")
        case .file where !overwrites:
            guard let own, try !own.isOurs(contents()) else { return }
            throw Unwritten(
                description:
                    "\(shown) is not a file of this kind written by scs-check; move it "
                    + "away, or replace it with --overwrite.")
        case .link, .file: return
        }
    }

    /// The existing file's content, up to the limit; never waits.
    private func contents() throws -> [UInt8] {
        let descriptor = try open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= Self.sizeLimit {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure("read") }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
        throw Unwritten(
            description: "\(shown) is too large to be a file of scs-check; move it away.")
    }

    private var shown: String { path.harmless(300) }

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

    private func failure(_ action: String = "written") -> Unwritten {
        Unwritten(
            description: "\(shown) cannot be \(action): \(String(cString: strerror(errno))).",
            isRefused: false)
    }
}
