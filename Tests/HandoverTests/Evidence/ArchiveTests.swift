// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import TestSupport
import Testing

@testable import SCSHandover

/// Archives: ours are those of tar and gzip, and hostile ones are refused.
struct ArchiveTests {
    private let ssh: SSHTools
    private let files: [(name: String, content: [UInt8])] = [
        ("a.json", Array("{}\n".utf8)), ("empty", []),
        ("whole-block", [UInt8](repeating: 7, count: 1024)),
    ]

    init() throws { ssh = try SSHTools() }

    private func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: ssh.folder.file(name))
    }

    @Test func `What is packed is read by tar and gzip`() throws {
        try write("x.tar.gz", Gzip.pack(Tar.pack(files, seconds: 1_790_000_000)))
        let tested = try ssh.run("gzip", ["-t", ssh.path("x.tar.gz")])
        #expect(tested.status == 0, "\(tested.output)")
        let listed = try ssh.run(
            "tar", ["--utc", "-tvzf", ssh.path("x.tar.gz")], environment: ["LC_ALL": "C"])
        #expect(listed.status == 0, "\(listed.output)")
        #expect(listed.output.contains("-rw-r--r-- 0/0               3 2026-09-21 14:13 a.json"))
        #expect(
            try ssh.run("tar", ["-xzf", ssh.path("x.tar.gz"), "-C", ssh.folder.path]).status == 0)
        for file in files { #expect(try ssh.read(file.name) == file.content) }
    }

    @Test func `What tar packs is read`() throws {
        for file in files { try write(file.name, file.content) }
        for format in ["ustar", "gnu", "v7"] {
            let packed = try ssh.run(
                "tar",
                ["-czf", ssh.path("x.tar.gz"), "--format=\(format)", "-C", ssh.folder.path]
                    + files.map(\.name))
            #expect(packed.status == 0, "\(packed.output)")
            let archive = try Gzip.unpack(try ssh.read("x.tar.gz"), limit: 1 << 20)
            let read = try Tar.unpack(archive)
            #expect(read.count == 3)
            for file in files { #expect(read[file.name] == file.content) }
        }
    }

    /// An archive whose only header has these bytes at these places, and a right checksum.
    private func crafted(_ changes: [(Int, [UInt8])], content: [UInt8] = [1]) -> [UInt8] {
        var archive = Tar.pack([("name", content)], seconds: 0)
        for (offset, bytes) in changes {
            archive.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        }
        let sum = archive[0..<512].enumerated().reduce(0) { sum, byte in
            sum + ((148..<156).contains(byte.offset) ? 0x20 : Int(byte.element))
        }
        let digits = String(sum, radix: 8)
        let field = String(repeating: "0", count: 6 - digits.count) + digits + "\u{0} "
        archive.replaceSubrange(148..<156, with: Array(field.utf8))
        return archive
    }

    @Test(
        arguments: [
            ([(0, Array("../x".utf8))], "has a file called \"../x\"; expected a plain name"),
            ([(0, Array("/etc".utf8))], "has a file called \"/etc\"; expected a plain name"),
            ([(0, Array("a/bc".utf8))], "expected a plain name"),
            ([(0, Array(".ssh".utf8))], "expected a plain name"),
            ([(0, [0x1B, 0x5B, 0x41, 0x41])], "expected a plain name"),
            ([(0, [0, 0, 0, 0])], "expected a plain name"),
            ([(345, Array("dir".utf8))], "expected a plain name"),
            ([(156, Array("2".utf8))], "has name, which is no plain file"),
            ([(156, Array("1".utf8))], "has name, which is no plain file"),
            ([(156, Array("5".utf8))], "has name, which is no plain file"),
            ([(156, Array("3".utf8))], "has name, which is no plain file"),
            ([(156, Array("L".utf8))], "has name, which is no plain file"),
            (
                [(124, Array("77777777777".utf8))],
                "ends inside name, which is said to have 8589934591 bytes"
            ),
            ([(124, [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])], "has name, whose size is no number"),
            ([(124, Array("-0000000001".utf8))], "has name, whose size is no number"),
            ([(1536, [1])], "has data after its end"),
        ] as [([(Int, [UInt8])], String)])
    func `A hostile archive is refused`(_ changes: [(Int, [UInt8])], _ problem: String) {
        let error = #expect(throws: Tar.Malformed.self) { _ = try Tar.unpack(crafted(changes)) }
        #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")")
    }

    @Test func `A name that comes twice, or too many of them, are refused`() {
        let twice = #expect(throws: Tar.Malformed.self) {
            _ = try Tar.unpack(Tar.pack([("a", [1]), ("a", [2])], seconds: 0))
        }
        #expect(twice?.problem == "has a twice")
        let many = (0..<65).map { (name: "f\($0)", content: [UInt8]()) }
        #expect(throws: Tar.Malformed.self) { _ = try Tar.unpack(Tar.pack(many, seconds: 0)) }
    }

    @Test func `A truncated archive is refused at every length`() {
        let archive = Tar.pack(files, seconds: 0)
        for length in 0..<(archive.count - 1024) {
            #expect(throws: Tar.Malformed.self) { _ = try Tar.unpack(Array(archive[..<length])) }
        }
        let packed = Gzip.pack(archive)
        for length in 0..<packed.count {
            #expect(throws: Gzip.Malformed.self) {
                _ = try Gzip.unpack(Array(packed[..<length]), limit: 1 << 20)
            }
        }
        #expect(throws: Gzip.Malformed.self) { _ = try Gzip.unpack(packed + [0], limit: 1 << 20) }
        #expect(throws: Gzip.Malformed.self) {
            _ = try Gzip.unpack(packed + packed, limit: 1 << 20)
        }
    }

    @Test func `A bomb stops at the limit`() {
        let bomb = Gzip.pack([UInt8](repeating: 0, count: 8 << 20))
        #expect(bomb.count < 20_000)
        let error = #expect(throws: Gzip.Malformed.self) {
            _ = try Gzip.unpack(bomb, limit: 1 << 20)
        }
        #expect(error?.problem == "unpacks to more than 1048576 bytes, which is too much")
    }

    @Test func `Whatever is packed comes back`() throws {
        var random = SplitMix(7)
        for size in [0, 1, 511, 512, 513, 300_000] {
            let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(try Gzip.unpack(Gzip.pack(bytes), limit: 1 << 20) == bytes)
        }
    }
}
