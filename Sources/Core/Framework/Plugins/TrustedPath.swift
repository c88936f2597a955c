// SPDX-License-Identifier: Apache-2.0
import SCSSupport

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// A path that nobody but its user and root can change, from the root of the file system on.
enum TrustedPath {
    /// What somebody else could put something else into.
    struct Untrusted: Error, CustomStringConvertible {
        var description: String
    }

    /// The path without links; nil where there is nothing.
    static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Throws `Untrusted` with what to do; `path` is resolved already.
    static func check(_ path: String) throws {
        var part = path
        while true {
            try checkOne(part, isEnd: part == path)
            guard part != "/", let slash = part.lastIndex(of: "/") else { return }
            part = slash == part.startIndex ? "/" : String(part[..<slash])
        }
    }

    private static func checkOne(_ path: String, isEnd: Bool) throws {
        var status = stat()
        let shown = path.harmless(300)
        guard lstat(path, &status) == 0 else {
            throw Untrusted(
                description: "\(shown) cannot be examined: \(String(cString: strerror(errno))).")
        }
        guard status.st_uid == 0 || status.st_uid == geteuid() else {
            throw Untrusted(
                description:
                    "\(shown) belongs to another user (\(status.st_uid)), who could replace "
                    + "what is run; use a copy of your own.")
        }
        let isOpen = mayOthersWrite(status)
        // In a folder with the sticky bit nobody replaces what is another's.
        let isSticky = !isEnd && status.st_mode & S_ISVTX != 0
        guard !isOpen || isSticky else {
            throw Untrusted(
                description: "\(shown) can be changed by other users; run chmod go-w \(shown).")
        }
    }

    /// A group that bears the number of its only member is nobody else's, as Debian makes them.
    private static func mayOthersWrite(_ status: stat) -> Bool {
        let isPrivate = status.st_gid == 0 || (status.st_gid == getegid() && getegid() == geteuid())
        return status.st_mode & S_IWOTH != 0 || (status.st_mode & S_IWGRP != 0 && !isPrivate)
    }
}
