// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Core
import FoundationEssentials
import TestSupport
import Testing

@testable import Runner

/// Reports and recorded facts: whole or not at all, and their owner's alone.
@Suite struct PrivateFileTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws { temporary = try TemporaryFolder() }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test(
        "A file is its owner's alone, whoever could read the one before", arguments: [true, false])
    func modes(_ wasThere: Bool) throws {
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

    @Test("A device is written to and not replaced, and a full one is told")
    func devices() throws {
        try PrivateFile(path: "/dev/null").write([1, 2, 3])
        let full = #expect(throws: PrivateFile.Unwritten.self) {
            try PrivateFile(path: "/dev/full").write([1])
        }
        #expect(full?.description == "/dev/full cannot be written: No space left on device.")
        let kind = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type]
        #expect(kind as? FileAttributeType == .typeCharacterSpecial)
    }

    @Test("What cannot be written is told with its reason, and nothing is left beside it")
    func unwritable() throws {
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

    @Test("A folder for reports that cannot be used ends the command before anything is asked")
    func folder64() {
        #expect(throws: ValidationError.self) { try ReportFolder("/proc/nowhere") }
        #expect(throws: ValidationError.self) { try RecordFile(folder + "/nowhere/facts.json") }
    }
}
