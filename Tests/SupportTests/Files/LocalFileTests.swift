// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import TestSupport

@testable import SCSSupport

/// Local files of the wrong kind or size.
struct LocalFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func path(_ name: String) -> String { folder.path + "/" + name }

    private func refusal(_ path: String, limit: Int = 100) -> String {
        do {
            return try LocalFile.read(path, limit: limit) == nil ? "nothing there" : "read"
        } catch {
            return error.description
        }
    }

    @Test func `A sparse file of 10 GB is refused by its size`() throws {
        let file = open(path("large"), O_CREAT | O_RDWR, 0o600)
        defer { close(file) }
        #expect(ftruncate(file, 10_000_000_000) == 0)
        #expect(
            refusal(path("large"), limit: LocalFile.Limit.record)
                == "it has 10000000000 bytes, and at most 536870912 are read")
    }

    @Test func `A pipe, a folder and a device are refused without waiting`() {
        #expect(mkfifo(path("pipe"), 0o600) == 0)
        #expect(symlink(path("pipe"), path("link")) == 0)
        #expect(refusal(path("pipe")) == "it is a pipe, and only regular files are read")
        #expect(refusal(path("link")) == "it is a pipe, and only regular files are read")
        #expect(refusal(folder.path) == "it is a folder, and only regular files are read")
        #expect(refusal("/dev/zero") == "it is a device, and only regular files are read")
    }

    @Test func `A file that grows beyond the limit during reading is refused`() {
        // Its reported size is 0.
        #expect(refusal("/proc/self/smaps").hasSuffix("bytes, and at most 100 are read"))
    }

    @Test(arguments: [0, 1, 99, 100])
    func `A file up to the limit is read completely`(count: Int) throws {
        let bytes = (0..<count).map { UInt8($0) }
        try Data(bytes).write(to: folder.file("file"))
        #expect(try LocalFile.read(path("file"), limit: 100) == bytes)
        #expect(count == 0 || refusal(path("file"), limit: count - 1).hasPrefix("it has"))
    }

    @Test func `A missing file is no content`() {
        #expect(refusal(path("absent")) == "nothing there")
        #expect(refusal(path("absent/below")) == "nothing there")
    }
}
