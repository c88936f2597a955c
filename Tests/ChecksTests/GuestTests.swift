// SPDX-License-Identifier: Apache-2.0
import Core
import Foundation
import TestSupport
import Testing

@testable import Checks

/// What a guest is told to do when it boots.
@Suite struct GuestTests {
    private func userData(mirror: String?) throws -> YAMLNode {
        let text = Guest.userData(mirror: mirror)
        #expect(text.hasPrefix("#cloud-config\n"))
        return try #require(try YAMLDocument.parse(Array(text.utf8), file: "user-data"))
    }

    @Test("A mirror takes the place of the sources that the image would keep")
    func mirror() throws {
        let apt = try #require(try userData(mirror: "http://mirror.example/debian")["apt"])
        #expect(try apt["preserve_sources_list"]?.boolean() == false)
        let primary = try #require(try apt["primary"]?.sequence().first)
        #expect(try primary["uri"]?.string(example: "") == "http://mirror.example/debian")
    }

    @Test("Without a mirror the image's own sources stay")
    func none() throws {
        let told = try userData(mirror: nil)
        #expect(told["apt"] == nil)
        #expect(try told["runcmd"]?.sequence().isEmpty == false)
    }

    @Test("A mirror without one of the suites still gives the package")
    func partOfMirror() throws {
        let line = try #require(try userData(mirror: nil)["runcmd"]?.sequence().first)
        let folder = try TemporaryFolder()
        // apt-get says with its status that a list is missing; the others are there.
        let packages = folder.file("apt-get")
        try Data("#!/bin/sh\necho $*\n[ $1 = install ]\n".utf8).write(to: packages)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: packages.path())
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", try line.string(example: "")]
        shell.environment = ["PATH": folder.path]
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        let told = try output.fileHandleForReading.readToEnd() ?? Data()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        #expect(String(decoding: told, as: UTF8.self) == "update\ninstall -y rng-tools5\n")
    }
}
