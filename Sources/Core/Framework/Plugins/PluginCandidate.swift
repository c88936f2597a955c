// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// A file that may be a plug-in.
struct PluginCandidate: Sendable {
    var file: String
    var path: String
    var environment: [String: String]
    var slots = PluginSlots()

    /// Whether it is a regular file, and no link to one.
    var isFile: Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether it is something to run, or a link to that.
    var isExecutable: Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { return false }
        return access(path, X_OK) == 0
    }
}
