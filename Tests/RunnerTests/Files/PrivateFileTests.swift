// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import Testing
import TestSupport

@testable import SCSCheckCommand

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Reports and recorded facts: complete or absent, and private to their owner.
struct PrivateFileTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws { temporary = try TemporaryFolder() }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test(arguments: [true, false])
    func `A written file is private to its owner, whatever its former mode`(_ wasThere: Bool) throws
    {
        let path = folder + "/report.json"
        if wasThere {
            try Data("old".utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
        }
        try PrivateFile(path: path).write(Array("new".utf8))
        #expect(try mode(path) == 0o600)
        #expect(try Array(Data(contentsOf: URL(filePath: path))) == Array("new".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["report.json"])
    }

    private func fifo(_ name: String) throws -> String {
        let path = folder + "/" + name
        try #require(mkfifo(path, 0o600) == 0)
        return path
    }

    @Test(.timeLimit(.minutes(1)))
    func `Devices, FIFOs and links are refused at once`() throws {
        let pipe = try fifo("pipe")
        let link = folder + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: pipe)
        for path in ["/dev/null", "/dev/full", pipe, folder] {
            for overwrites in [false, true] {
                let file = PrivateFile(path: path, own: .facts, overwrites: overwrites)
                #expect(throws: PrivateFile.Unwritten.self) { try file.check() }
                #expect(throws: PrivateFile.Unwritten.self) { try file.write([1]) }
            }
        }
        let error = #expect(throws: PrivateFile.Unwritten.self) {
            try PrivateFile(path: link, own: .facts).check()
        }
        #expect(error?.description.contains("symbolic link") == true)
        // The link is replaced; its target stays unchanged.
        try PrivateFile(path: link, own: .facts, overwrites: true).write([1])
        #expect(FileKind(at: link) == .file && FileKind(at: pipe) == .fifo)
    }

    @Test func `A link to a regular file is not followed`() throws {
        let target = folder + "/target.json"
        let own = #"{"recorded_at": "2026-11-23T12:00:00Z", "roles": []}"#
        try Data(own.utf8).write(to: URL(filePath: target))
        let link = folder + "/facts.json"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        #expect(throws: PrivateFile.Unwritten.self) {
            try PrivateFile(path: link, own: .facts).write([1])
        }
        #expect(try Array(Data(contentsOf: URL(filePath: target))) == Array(own.utf8))
        try PrivateFile(path: target, own: .facts).write([1])
    }

    @Test(arguments: [
        (OwnFile.facts, #"{"recorded_at": "2026-11-23T12:00:00Z", "roles": []}"#, true),
        (.facts, #"{"origin": {"tool": {"name": "scs-check"}}, "recorded_at": "x"}"#, true),
        (.facts, "", true), (.facts, #"{"clouds": {}}"#, false), (.facts, "my notes", false),
        (.report(.json), #"{"tool": {"name": "scs-check"}, "testcases": []}"#, true),
        (.report(.json), #"{"tool": {"name": "trivy"}, "testcases": []}"#, false),
        (.report(.json), #"{"tool": {"name": "scs-check"}, "testcases": []"#, false),
        (.report(.markdown), "# PASS: x\n\n## Run\n\n- scs-check 0.1.0, run `a`\n", true),
        (.report(.markdown), "# My report\n\nIt mentions scs-check.\n", false),
        (.report(.lines), "scs-0117-test-backup: PASS\nb: ABORT\n", true),
        (.report(.lines), "shopping: milk\n", false),
        (.report(.html), "<!DOCTYPE html>\n<title>scs-check</title>\n", false),
        (.report(.junit), "<?xml version=\"1.0\"?>\n<testsuites/>\n", false),
        (.report(.csv), "cloud,run\n", false),
        (.report(.sarif), #"{"runs": [{"tool": {"driver": {"name": "trivy"}}}]}"#, false),
        (.report(.ctrf), #"{"results": {"tool": {"name": "jest"}}}"#, false),
        (.report(.scs), "---\nspec:\n  uuid: x\n", false),
    ])
    func `A foreign file is replaced only on request`(
        _ own: OwnFile, _ text: String, _ isOurs: Bool
    ) throws {
        let path = folder + "/file"
        try Data(text.utf8).write(to: URL(filePath: path))
        let file = PrivateFile(path: path, own: own)
        if isOurs {
            try file.check()
            try file.write([1])
        } else {
            let error = #expect(throws: PrivateFile.Unwritten.self) { try file.check() }
            #expect(error?.description.contains("--overwrite") == true)
            #expect(throws: PrivateFile.Unwritten.self) { try file.write([1]) }
            #expect(try Array(Data(contentsOf: URL(filePath: path))) == Array(text.utf8))
            try PrivateFile(path: path, own: own, overwrites: true).write([1])
        }
        #expect(try Array(Data(contentsOf: URL(filePath: path))) == [1])
    }

    @Test func `A failed write states its reason and leaves nothing behind`() throws {
        let file = PrivateFile(path: folder + "/nowhere/report.json")
        let error = #expect(throws: PrivateFile.Unwritten.self) { try file.write([1]) }
        #expect(
            error?.description.hasSuffix("cannot be written: No such file or directory.") == true)
        let taken = PrivateFile(path: folder)
        #expect(throws: PrivateFile.Unwritten.self) { try taken.check() }
        try FileManager.default.createDirectory(
            atPath: folder + "/report.md", withIntermediateDirectories: false)
        #expect(throws: PrivateFile.Unwritten.self) {
            try PrivateFile(path: folder + "/report.md").write([1])
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["report.md"])
    }

    @Test func `An unusable report folder ends the command before any request`() {
        #expect(throws: ValidationError.self) { try ReportFolder("/proc/nowhere") }
        #expect(throws: ValidationError.self) { try RecordFile(folder + "/nowhere/facts.json") }
        #expect(throws: ValidationError.self) { try RecordFile("/dev/null") }
    }
}
