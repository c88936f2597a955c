// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Reads local files: only regular ones, and only up to a limit.
package enum LocalFile {
    /// Why an existing file was not read.
    package struct Unreadable: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// The size limit for each kind of file, in bytes.
    package enum Limit {
        /// clouds.yaml, profiles, certificates, scope files, attestations.
        package static let configuration = 16 << 20
        package static let journal = 64 << 20
        /// Recorded facts and reports of clouds with tens of thousands of flavors.
        package static let record = 512 << 20
    }

    /// The file's bytes; nil if there is none.
    ///
    /// Its size is checked before reading, and a FIFO or device is refused without waiting.
    package static func read(_ path: String, limit: Int) throws(Unreadable) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure()
        }
        defer { close(descriptor) }
        return try read(descriptor, limit: limit)
    }

    /// All bytes of an open file, from its start.
    package static func read(_ descriptor: Int32, limit: Int) throws(Unreadable) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure() }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Unreadable(
                description: "it is \(kind(status.st_mode)), and only regular files are read")
        }
        guard Int64(status.st_size) <= Int64(limit) else {
            throw tooLarge(Int64(status.st_size), limit)
        }
        // One more than its size, so that a growing file is noticed.
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
        var count = 0
        while true {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress.map { $0 + count }, $0.count - count, off_t(count))
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw failure() }
            if got == 0 { break }
            count += got
            guard count <= limit else { throw tooLarge(Int64(count), limit) }
            if count == bytes.count {
                bytes += [UInt8](repeating: 0, count: min(bytes.count, limit + 1 - count))
            }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    private static func failure() -> Unreadable {
        Unreadable(description: String(cString: strerror(errno)))
    }

    private static func tooLarge(_ size: Int64, _ limit: Int) -> Unreadable {
        Unreadable(description: "it has \(size) bytes, and at most \(limit) are read")
    }

    private static func kind(_ mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFDIR: "a folder"
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        default: "a device"
        }
    }
}
