// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import SCSSupport

/// Locks of files: whoever has one is the only one, and gives it back at once.
struct FileLockTests {
    private let path: String
    private let temporary: TemporaryFolder

    init() throws {
        temporary = try TemporaryFolder()
        path = temporary.file("locked").path
    }

    private func opened() throws -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        return descriptor
    }

    @Test func `A lock is taken once`() throws {
        let (first, second) = (try opened(), try opened())
        #expect(FileLock.take(first))
        #expect(!FileLock.take(second))
        FileLock.release(first)
        #expect(FileLock.take(second))
        FileLock.release(second)
    }

    @Test func `A child that has the file until it starts its program does not keep the lock`()
        throws
    {
        let first = try opened()
        // What a child has between fork and exec.
        let copy = dup(first)
        defer { close(copy) }
        #expect(FileLock.take(first))
        FileLock.release(first)
        let second = try opened()
        #expect(FileLock.take(second))
        FileLock.release(second)
    }
}
