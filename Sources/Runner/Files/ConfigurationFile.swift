// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The file system for reading configurations.
enum ConfigurationFile {
    /// Finds clouds as seen from this process.
    static var finder: ConfigurationFinder {
        let environment = ProcessInfo.processInfo.environment
        return ConfigurationFinder(
            environment: environment, workingDirectory: FileManager.default.currentDirectoryPath,
            homeDirectory: environment["HOME"] ?? "/", readFile: { try contents($0) },
            fileMode: mode, fileAccess: access)
    }

    /// The file's bytes; nil if there is none. Throws `CommandFailure` if it cannot be read.
    static func contents(
        _ path: String, limit: Int = LocalFile.Limit.configuration
    ) throws -> [UInt8]? {
        do {
            return try LocalFile.read(path, limit: limit)
        } catch {
            throw CommandFailure("\(path.harmless(300)) exists but cannot be read: \(error).")
        }
    }

    /// Who may change the file; nil if unknown.
    static func access(_ path: String) -> FileAccess? {
        var file = stat()
        var folder = stat()
        let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
        guard stat(path, &file) == 0, stat(parent, &folder) == 0 else { return nil }
        // In a sticky folder like /tmp only the owner can replace a file.
        let isOpen = mayOthersWrite(folder) && folder.st_mode & S_ISVTX == 0
        return FileAccess(
            owner: isOurs(file) ? nil : file.st_uid, isWritableByOthers: mayOthersWrite(file),
            openFolder: isOpen ? parent : nil)
    }

    private static func isOurs(_ status: stat) -> Bool {
        status.st_uid == 0 || status.st_uid == geteuid()
    }

    /// A private group, as Debian creates for each user, has no other members.
    private static func mayOthersWrite(_ status: stat) -> Bool {
        let isPrivate = status.st_gid == 0 || (status.st_gid == getegid() && getegid() == geteuid())
        return status.st_mode & S_IWOTH != 0 || (status.st_mode & S_IWGRP != 0 && !isPrivate)
    }

    /// The file's permission bits; nil if unknown.
    static func mode(_ path: String) -> UInt16? {
        var status = stat()
        // It is only needed for a warning, which is omitted if it is unknown.
        guard stat(path, &status) == 0 else { return nil }
        return UInt16(truncatingIfNeeded: status.st_mode & 0o7777)
    }
}
