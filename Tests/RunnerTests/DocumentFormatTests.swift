// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import SCSCheck
import Testing
import TestSupport

@testable import SCSCheckCommand

/// What commands print for programs has the documented form.
struct DocumentFormatTests {
    /// The JSON that a command of the built program prints.
    private static func output(_ arguments: [String]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
            .deletingLastPathComponent().appending(path: "scs-check")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Array(data)
    }

    private static func problems(_ bytes: [UInt8], _ schema: String) throws -> [String] {
        let file = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/schemas/\(schema).schema.json")
        return try JSONSchema(Array(try Data(contentsOf: file)))
            .problems(in: try JSON.parse(bytes))
    }

    @Test(arguments: [
        ("list", ["list"]), ("explain", ["explain", "*"]),
        ("explain", ["explain", "scs-0117-test-backup"]),
        ("plan", ["plan", "volume-backup", "--cloud", "simulated"]),
        ("plan", ["plan", "volume-backup", "--cloud", "simulated:backup-quota-full"]),
        ("plan", ["plan", "--scope", "iaas", "--cloud", "simulated"]),
        ("flavor", ["flavor", "SCS-4V-16-100s_kvm_z3h_GNa-64h_ib"]),
        ("flavor", ["flavor", "SCS-4V:"]), ("flavor", ["flavor", "m1.tiny"]),
    ])
    func `What a command prints for programs has the form of its schema`(
        _ schema: String, _ arguments: [String]
    ) throws {
        let bytes = try Self.output(arguments + ["--format", "json"])
        #expect(bytes.count > 100)
        #expect(try Self.problems(bytes, schema) == [])
    }

    @Test func `A configuration has the form of its schema`() throws {
        let folder = try TemporaryFolder()
        let clouds = """
            clouds:
              c:
                auth:
                  auth_url: https://k.example/v3
                  username: u
                  password: hunter2
                  user_domain_name: Default
                  project_name: p
                  project_domain_name: Default
            """
        try Data(clouds.utf8).write(to: folder.file("clouds.yaml"))
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
            .deletingLastPathComponent().appending(path: "scs-check")
        process.arguments = ["config", "--cloud", "c", "--format", "json"]
        process.environment = ["OS_CLIENT_CONFIG_FILE": folder.file("clouds.yaml").path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(try Self.problems(Array(data), "config") == [])
    }
}
