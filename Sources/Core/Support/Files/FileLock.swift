// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The lock of a process on an open file, by which others see that it is in use; it ends with the process.
package enum FileLock {
    /// Whether nobody else had it; never waits.
    package static func take(_ descriptor: Int32) -> Bool {
        flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    /// Gives the lock back and closes the file.
    ///
    /// Closing alone would leave the lock to a child that another thread is starting: between fork and exec it has the file, too.
    package static func release(_ descriptor: Int32) {
        _ = flock(descriptor, LOCK_UN)
        _ = close(descriptor)
    }

    /// Whether there is a regular, non-empty file without a lock; never waits.
    ///
    /// Whoever creates such a file locks it before its first line is written, so an empty one is about to be locked.
    package static func isFree(_ path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { release(descriptor) }
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return false }
        return flock(descriptor, LOCK_SH | LOCK_NB) == 0
    }
}
