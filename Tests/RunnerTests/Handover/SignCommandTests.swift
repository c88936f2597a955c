// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import SCSCheckCommand

/// Signing and verifying files as users do.
struct SignCommandTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws { temporary = try TemporaryFolder() }

    private func keygen(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/ssh-keygen")
        process.arguments = ["-q"] + arguments
        try process.run()
        process.waitUntilExit()
    }

    @Test func `A signed file is verified, and a changed one is not`() async throws {
        let (key, report) = (folder + "/key", folder + "/report.scs.yaml")
        try keygen("-t", "ed25519", "-N", "", "-f", key)
        try Data("---\n".utf8).write(to: temporary.file("report.scs.yaml"))
        let line = try String(contentsOf: temporary.file("key.pub"), encoding: .utf8)
        try Data("me@example.org \(line)".utf8).write(to: temporary.file("signers"))
        #expect(try await Program.status(of: ["sign", report, "--key", key]) == 0)
        // A signature is replaced, another file is not.
        #expect(try await Program.status(of: ["sign", report, "--key", key]) == 0)
        let verify = ["verify", report, "--allowed-signers", folder + "/signers"]
        #expect(try await Program.status(of: verify) == 0)
        #expect(
            try await Program.status(
                of: verify + ["--identity", "me@example.org", "--date", "2030-01-01"]) == 0)
        #expect(try await Program.status(of: verify + ["--identity", "you@example.org"]) == 1)
        #expect(try await Program.status(of: ["verify", report]) == 64)
        #expect(try await Program.status(of: ["verify", report, "--identity", "me"]) == 64)
        try Data("--- changed\n".utf8).write(to: temporary.file("report.scs.yaml"))
        #expect(try await Program.status(of: verify) == 1)
        try Data("text".utf8).write(to: temporary.file("report.scs.yaml.sig"))
        #expect(try await Program.status(of: verify) == 1)
        #expect(try await Program.status(of: ["sign", report, "--key", key]) == 2)
        #expect(try await Program.status(of: ["sign", report, "--key", key, "--overwrite"]) == 0)
    }

    @Test func `A passphrase comes from a command, and only where one is needed`() async throws {
        let (key, report) = (folder + "/key", folder + "/r")
        try keygen("-t", "ed25519", "-a", "1", "-N", "open sesame", "-f", key)
        try Data("a".utf8).write(to: temporary.file("r"))
        let sign = ["sign", report, "--key", key]
        #expect(
            try await Program.status(of: sign + ["--passphrase-command", "echo open sesame"]) == 0)
        #expect(try await Program.status(of: sign + ["--passphrase-command", "echo wrong"]) == 2)
        #expect(try await Program.status(of: sign + ["--passphrase-command", "false"]) == 2)
        #expect(
            try await Program.status(of: [
                "sign", report, "--passphrase-command", "echo open sesame",
            ]) == 64)
        #expect(try await Program.status(of: ["sign", report]) == 64)
        #expect(try await Program.status(of: ["sign", folder + "/nothing", "--key", key]) == 64)
        try keygen("-t", "ed25519", "-N", "", "-f", folder + "/plain")
        #expect(
            try await Program.status(of: [
                "sign", report, "--key", folder + "/plain", "--passphrase-command", "echo x",
            ])
                == 64)
    }
}
