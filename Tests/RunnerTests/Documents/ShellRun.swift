// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Commands of examples and guides, run by bash with the program of this build as `scs-check`.
struct ShellRun {
    var status: Int32
    var output: String

    /// The program beside the test bundle.
    static func program() throws -> URL {
        let folders = CommandLine.arguments.filter { $0.contains(".xctest") }.map {
            URL(
                filePath: String(
                    $0.prefix(upTo: $0.firstRange(of: ".xctest")?.upperBound ?? $0.endIndex))
            )
            .deletingLastPathComponent()
        }
        let root = URL(filePath: RegistryTests.root)
        let found = (folders + [root.appending(path: ".build/debug")])
            .map { $0.appending(path: "scs-check") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path(percentEncoded: false)) }
        return try #require(found, "scs-check was not built beside the tests.")
    }

    /// Runs `script` in `folder`, whose `bin` comes first in PATH and whose `home` is the home.
    static func bash(
        _ script: String, in folder: URL, _ environment: [String: String] = [:],
        arguments: [String] = []
    ) throws -> ShellRun {
        let manager = FileManager.default
        let (bin, home) = (folder.appending(path: "bin"), folder.appending(path: "home"))
        for made in [bin, home] {
            try manager.createDirectory(at: made, withIntermediateDirectories: true)
        }
        let link = bin.appending(path: "scs-check").path(percentEncoded: false)
        if !manager.fileExists(atPath: link) {
            try manager.createSymbolicLink(
                atPath: link, withDestinationPath: try program().path(percentEncoded: false))
        }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-euo", "pipefail", "-c", script, "bash"] + arguments
        process.currentDirectoryURL = folder
        process.environment = [
            "PATH": "\(bin.path(percentEncoded: false)):/usr/bin:/bin", "LANG": "C.UTF-8",
            "HOME": home.path(percentEncoded: false),
        ].merging(environment) { $1 }
        let file = folder.appending(path: "output-\(UUID().uuidString)")
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try handle.close()
        let output = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        try manager.removeItem(at: file)
        return ShellRun(status: process.terminationStatus, output: output)
    }
}
