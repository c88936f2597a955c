// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import Testing

@testable import SCSHandover

/// Lists of allowed signers mean what they mean to `ssh-keygen`.
struct AllowedSignersTests {
    struct Case: Sendable {
        var who = "me@example.org"
        var options = ""
        var identity = "me@example.org"
        var isAllowed: Bool
    }

    private static let cases = [
        Case(isAllowed: true), Case(who: "*@example.org", isAllowed: true),
        Case(who: "you@example.org", isAllowed: false),
        Case(who: "you@example.org,m?@example.org", isAllowed: true),
        Case(who: "*,!me@example.org", isAllowed: false),
        Case(who: "\"me@example.org,you@example.org\"", isAllowed: true),
        Case(options: "namespaces=\"report\"", isAllowed: true),
        Case(options: "namespaces=\"git,rep*\"", isAllowed: true),
        Case(options: "namespaces=\"git\"", isAllowed: false),
        Case(options: "NAMESPACES=\"git,report\",valid-before=\"20990101\"", isAllowed: true),
        Case(
            options: "valid-after=\"20200101Z\",valid-before=\"20300101123000Z\"", isAllowed: true),
        Case(options: "valid-after=\"20990101\"", isAllowed: false),
        Case(options: "valid-before=\"202001010000\"", isAllowed: false),
        Case(options: "valid-before=\"20200101\",valid-after=\"20300101\"", isAllowed: false),
        Case(options: "valid-after=\"2020\"", isAllowed: false),
        Case(options: "namespaces=\"report\",namespaces=\"report\"", isAllowed: false),
        Case(options: "cert-authority", isAllowed: false),
        Case(options: "no-such-option", isAllowed: false),
        Case(options: "namespaces=report", isAllowed: false),
        Case(identity: "ME@example.org", isAllowed: false),
    ]

    @Test(arguments: cases)
    func `The verdict is that of ssh-keygen`(_ item: Case) async throws {
        let ssh = try SSHTools()
        try ssh.makeKey("key")
        try ssh.allow("key", who: item.who, options: item.options)
        try ssh.write("r", "a report")
        guard case .privateKey(let file) = try KeyFileAccess.read(ssh.path("key")) else { return }
        let signature = try await file.unlock(passphrase: nil).sign(Array("a report".utf8))
        try ssh.write("r.sig", signature.armored)
        let theirs = try ssh.verify("r", as: item.identity)
        #expect((theirs.status == 0) == item.isAllowed, "\(theirs.output)")
        do {
            let list = try AllowedSigners(try ssh.read("allowed"), file: "allowed")
            let who = try list.principals(
                of: signature.publicKey, identity: item.identity, at: Date())
            #expect(item.isAllowed)
            #expect(who == item.identity)
        } catch let error as SigningError {
            #expect(!item.isAllowed, "\(error)")
            #expect(error.description.hasSuffix("."))
        }
    }

    @Test(arguments: [
        ("me", "allowed:3: there is no key after \"me\"."),
        ("me ssh-ed25519", "allowed:3: the key after \"ssh-ed25519\" is not base64."),
        ("me ssh-ed25519 AAAA", "allowed:3: the key is not of the type \"ssh-ed25519\"."),
        ("me \"open ssh-ed25519 AAAA", "allowed:3: a quote is not closed."),
        (
            "me frobnicate ssh-ed25519 AAAA",
            "allowed:3: the option \"frobnicate\" is not known; expected"
        ),
        (
            "me valid-after=\"20201301\" ssh-ed25519 AAAA",
            "allowed:3: \"20201301\" is no time; expected"
        ),
    ])
    func `A malformed line is reported with its number`(_ line: String, _ message: String) {
        let error = #expect(throws: SigningError.self) {
            _ = try AllowedSigners(Array("# c\n\n\(line)\n".utf8), file: "allowed")
        }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }

    @Test func `A refusal names each line that has the key`() async throws {
        let ssh = try SSHTools()
        try ssh.makeKey("key")
        let line = String(decoding: try ssh.read("key.pub"), as: UTF8.self)
        let list = try AllowedSigners(
            Array("a namespaces=\"git\" \(line)b valid-before=\"20200101Z\" \(line)".utf8),
            file: "allowed")
        let key = try SSHPublicKey(line: try ssh.read("key.pub"), of: "key.pub")
        let error = #expect(throws: SigningError.self) {
            _ = try list.principals(of: key, identity: nil, at: Date())
        }
        #expect(
            error?.description
                == "The key \(key.fingerprint) is not that of an allowed signer in allowed (line 1: it may "
                + "sign for the namespaces \"git\" only; line 2: it was valid until 2020-01-01T00:00:00Z)."
        )
    }
}
