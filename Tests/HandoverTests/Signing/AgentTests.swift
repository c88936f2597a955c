// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import TestSupport
import Testing

@testable import SCSHandover

/// Signing through an ssh-agent: a real one, and replies that no real one gives.
struct AgentTests {
    /// A real ssh-agent, ended with this object.
    private final class Agent {
        let socket: String
        private let program: LastingProgram

        init(_ ssh: SSHTools) throws {
            socket = ssh.path("agent")
            program = try LastingProgram("/usr/bin/ssh-agent", ["-D", "-a", socket])
            // It has no other way to say that it is ready.
            let clock = ContinuousClock()
            let end = clock.now + .seconds(10)
            while !FileManager.default.fileExists(atPath: socket), clock.now < end { usleep(2000) }
        }
    }

    private let ssh: SSHTools
    private let report = Array("a report".utf8)

    init() throws { ssh = try SSHTools() }

    private func publicKey(_ name: String) throws -> SSHPublicKey {
        guard case .publicKey(let key) = try KeyFileAccess.read(ssh.path(name)) else {
            throw SigningError("\(name) is no public key.")
        }
        return key
    }

    @Test(arguments: SSHTools.Kind.plain)
    func `A key that a real ssh-agent holds signs`(_ kind: SSHTools.Kind) async throws {
        let agent = try Agent(ssh)
        try ssh.makeKey("key", kind)
        try ssh.allow("key")
        let key = try publicKey("key.pub")
        let absent = await #expect(throws: SigningError.self) {
            _ = try await AgentSigner(key, file: "key.pub", socket: agent.socket)
        }
        #expect(absent?.description.contains("holds 0 keys. Add it with ssh-add.") == true)
        let added = try ssh.run(
            "ssh-add", ["-q", ssh.path("key")], environment: ["SSH_AUTH_SOCK": agent.socket])
        #expect(added.status == 0, "\(added.output)")
        let signature = try await AgentSigner(key, file: "key.pub", socket: agent.socket).sign(
            report)
        try ssh.write("r", "a report")
        try ssh.write("r.sig", signature.armored)
        let verdict = try ssh.verify("r")
        #expect(verdict.status == 0, "\(verdict.output)")
    }

    @Test(arguments: [nil, "", "/nowhere/agent", String(repeating: "a", count: 200)])
    func `Without an agent the message says so`(_ socket: String?) async throws {
        try ssh.makeKey("key")
        let key = try publicKey("key.pub")
        let error = await #expect(throws: SigningError.self) {
            _ = try await AgentSigner(key, file: "key.pub", socket: socket)
        }
        #expect(error?.description.contains("agent") == true)
    }

    @Test(
        arguments: [
            ([], "sent an empty answer"), ([5], "refused to list its keys"),
            ([9, 1], "sent an answer of the unknown type 9"),
            ([12], "sent an answer that ends inside the number of keys"),
            ([12, 0xFF, 0xFF, 0xFF, 0xFF], "sent an answer that ends inside a key"),
            ([12, 0, 0, 0, 1, 0, 0, 0, 9, 1], "sent an answer that ends inside a key"),
            ([12, 0, 0, 0, 0, 7], "sent an answer that has 1 bytes after its content"),
        ] as [([UInt8], String)])
    func `A faulty reply is described`(_ reply: [UInt8], _ problem: String) {
        let error = #expect(throws: AgentReply.Refused.self) {
            _ = try AgentReply.identities(reply)
        }
        #expect(error?.problem.hasPrefix(problem) == true, "\(error?.problem ?? "")")
    }

    @Test func `A wrong signature of an agent is not handed out`() async throws {
        struct Liar: ReportSigner {
            let publicKey: SSHPublicKey
            let other: FileSigner
            func signature(of data: [UInt8]) async throws -> [UInt8] {
                try await other.signature(of: data)
            }
        }
        try ssh.makeKey("key")
        try ssh.makeKey("other")
        guard case .privateKey(let file) = try KeyFileAccess.read(ssh.path("other")) else { return }
        let liar = Liar(
            publicKey: try publicKey("key.pub"), other: try file.unlock(passphrase: nil))
        let error = await #expect(throws: SigningError.self) { _ = try await liar.sign(report) }
        #expect(error?.description.hasSuffix("is wrong; nothing was signed.") == true)
    }
}
