// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import Testing

@testable import SCSHandover

/// Signatures of ours and of `ssh-keygen`, each verified by the other.
struct SSHKeygenTests {
    private let ssh: SSHTools
    private let report = Array("---\nsubject: mycloud\n".utf8)

    init() throws { ssh = try SSHTools() }

    private func signer(_ name: String, _ passphrase: String?) throws -> FileSigner {
        guard case .privateKey(let file) = try KeyFileAccess.read(ssh.path(name)) else {
            throw SigningError("\(name) is no private key.")
        }
        return try file.unlock(passphrase: passphrase.map { Secret($0) })
    }

    private func allowed() throws -> AllowedSigners {
        try AllowedSigners(try ssh.read("allowed"), file: "allowed")
    }

    @Test(arguments: SSHTools.Kind.plain + SSHTools.Kind.encrypted)
    func `Each side accepts what the other signed`(_ kind: SSHTools.Kind) async throws {
        try ssh.makeKey("key", kind)
        try ssh.allow("key")
        try ssh.write("r", String(decoding: report, as: UTF8.self))
        let signer = try signer("key", kind.cipher == nil ? nil : SSHTools.passphrase)
        let ours = try await signer.sign(report)
        try ssh.write("r.sig", ours.armored)
        let verdict = try ssh.verify("r")
        #expect(verdict.status == 0, "\(verdict.output)")

        // ssh-keygen asks for a passphrase; a copy of the key without one signs for it.
        if kind.cipher != nil {
            let opened = try ssh.run(
                "ssh-keygen", ["-p", "-P", SSHTools.passphrase, "-N", "", "-f", ssh.path("key")])
            #expect(opened.status == 0, "\(opened.output)")
        }
        let made = try ssh.run(
            "ssh-keygen", ["-Y", "sign", "-f", ssh.path("key"), "-n", "report"], input: report)
        let theirs = try SSHSignature(armored: Array(made.output.utf8).dropTalk, file: "s")
        #expect(try theirs.isValid(for: report))
        #expect(try !theirs.isValid(for: report + [0x0A]))
        let who = try allowed().principals(of: theirs.publicKey, identity: nil, at: Date())
        #expect(who == "me@example.org")
        // These two sign without randomness, so that even the bytes are equal.
        if kind.type != "ecdsa" { #expect(theirs == ours) }
    }

    @Test(arguments: ["sha256", "sha512"])
    func `Either hash function is accepted from ssh-keygen`(_ hash: String) throws {
        try ssh.makeKey("key")
        let made = try ssh.run(
            "ssh-keygen",
            ["-Y", "sign", "-f", ssh.path("key"), "-n", "report", "-O", "hashalg=\(hash)"],
            input: report)
        let signature = try SSHSignature(armored: Array(made.output.utf8).dropTalk, file: "s")
        #expect(try signature.isValid(for: report))
    }

    @Test func `A signature for another namespace is refused`() throws {
        try ssh.makeKey("key")
        let made = try ssh.run(
            "ssh-keygen", ["-Y", "sign", "-f", ssh.path("key"), "-n", "git"], input: report)
        let error = #expect(throws: SigningError.self) {
            _ = try SSHSignature(armored: Array(made.output.utf8).dropTalk, file: "s.sig")
        }
        #expect(
            error?.description
                == "The signature s.sig cannot be used: it is for the namespace \"git\", not \"report\"."
        )
    }

    @Test func `A fingerprint is the one that ssh-keygen shows`() throws {
        try ssh.makeKey("key")
        let shown = try ssh.run("ssh-keygen", ["-l", "-f", ssh.path("key.pub")])
        #expect(try shown.output.contains(signer("key", nil).publicKey.fingerprint))
    }

    @Test(arguments: SSHTools.Kind.encrypted)
    func `A wrong passphrase is called wrong`(_ kind: SSHTools.Kind) throws {
        try ssh.makeKey("key", kind)
        let error = #expect(throws: SigningError.self) { _ = try signer("key", "correct horse") }
        #expect(error?.description == "The passphrase of the key \(ssh.path("key")) is wrong.")
        #expect(throws: SigningError.self) { _ = try signer("key", nil) }
    }

    @Test func `A key that others can read is refused, as by ssh`() throws {
        try ssh.makeKey("key")
        for mode in [0o640, 0o604, 0o620, 0o666] {
            try FileManager.default.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: ssh.path("key"))
            let error = #expect(throws: SigningError.self) { _ = try signer("key", nil) }
            #expect(error?.description.contains("others can read it; run chmod 600") == true)
        }
    }

    @Test func `Keys of other formats are refused with what to do`() throws {
        _ = try ssh.run("openssl", ["genpkey", "-algorithm", "ED25519", "-out", ssh.path("pem")])
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: ssh.path("pem"))
        try ssh.write("text", "hello\n")
        let pem = #expect(throws: SigningError.self) { _ = try KeyFileAccess.read(ssh.path("pem")) }
        #expect(pem?.description.contains("ssh-keygen -p -f COPY") == true)
        let text = #expect(throws: SigningError.self) {
            _ = try KeyFileAccess.read(ssh.path("text"))
        }
        #expect(
            text?.description.contains("neither a private key of OpenSSH nor a public one") == true)
        #expect(throws: SigningError.self) { _ = try KeyFileAccess.read(ssh.path("nothing")) }
    }
}

extension [UInt8] {
    /// From the first line of a signature on: `ssh-keygen` also talks.
    var dropTalk: [UInt8] {
        position(of: Array(SSHSignature.firstLine.utf8)).map { Array(self[$0...]) } ?? self
    }
}
