// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// What stands at a path, as the file system tells without opening it.
enum FileKind {
    case file, folder, link, fifo, device, socket

    /// What the path names, links followed; nil where there is nothing, or a link to nothing.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The same, but a link is a link.
    init?(at path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        self =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            case S_IFIFO: .fifo
            case S_IFSOCK: .socket
            default: .device
            }
    }

    /// With its article, as it follows "is".
    var noun: String {
        switch self {
        case .file: "a file"
        case .folder: "a folder"
        case .link: "a symbolic link"
        case .fifo: "a FIFO"
        case .device: "a device"
        case .socket: "a socket"
        }
    }
}

/// The lock that a living run, or a cleanup, holds on its journal.
enum FileLock {
    /// Whether a regular file with something in it is there and nobody holds it; never waits.
    ///
    /// A journal is locked before its first line is written: an empty one is about to be.
    static func isFree(_ path: String) -> Bool {
        guard FileKind(at: path) == .file else { return false }
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return false }
        return flock(descriptor, LOCK_SH | LOCK_NB) == 0
    }
}
