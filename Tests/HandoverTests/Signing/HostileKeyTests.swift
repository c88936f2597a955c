// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import TestSupport
import Testing

@testable import SCSHandover

/// Damaged keys, signatures and lists: each is a sentence, or does no harm.
struct HostileKeyTests {
    private let ssh: SSHTools

    init() throws { ssh = try SSHTools() }

    /// The bytes between the markers, changed in one of several ways.
    private func damaged(_ bytes: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var bytes = bytes
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
        case 1:
            // A length that is far too large, wherever it lands.
            let at = Int.random(in: 0..<(bytes.count - 4), using: &random)
            bytes.replaceSubrange(at..<(at + 4), with: [0xFF, 0xFF, 0xFF, 0xFE])
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: bytes.count / 2)
        default:
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                bytes[at] = UInt8.random(in: 0...255, using: &random)
            }
        }
        return bytes
    }

    private func isSentence(_ error: SigningError) -> Bool {
        let text = error.description
        return text.hasSuffix(".") && text.count < 600 && !text.contains { $0.isNewline }
    }

    @Test(arguments: SSHTools.Kind.plain)
    func `A damaged key is refused in words`(_ kind: SSHTools.Kind) throws {
        try ssh.makeKey("key", kind)
        let whole = try #require(Armor.decode(try ssh.read("key"), "OPENSSH PRIVATE KEY"))
        var random = SplitMix(18)
        var refusals = 0
        let short = whole.indices.filter { $0 < 400 || $0 % 8 == 0 }.map { Array(whole[..<$0]) }
        for bytes in short + (0..<300).map({ _ in damaged(whole, &random) }) {
            let text = Array(Armor.encode(bytes, "OPENSSH PRIVATE KEY").utf8)
            do {
                _ = try PrivateKeyFile(text, file: "f").unlock(passphrase: nil)
            } catch {
                refusals += 1
                #expect(isSentence(error), "\(error)")
            }
        }
        #expect(refusals > short.count + 150)
    }

    @Test func `A damaged encrypted key is refused before any derivation, or in words`() throws {
        try ssh.makeKey("key", SSHTools.Kind(type: "ed25519", cipher: "aes256-gcm@openssh.com"))
        let whole = try #require(Armor.decode(try ssh.read("key"), "OPENSSH PRIVATE KEY"))
        for length in 0..<whole.count {
            let text = Array(Armor.encode(Array(whole[..<length]), "OPENSSH PRIVATE KEY").utf8)
            let error = #expect(throws: SigningError.self) {
                _ = try PrivateKeyFile(text, file: "f")
            }
            #expect(error.map(isSentence) == true)
        }
        // Four thousand million rounds would take a year.
        var bytes = whole
        let options = try #require(bytes.position(of: Array("bcrypt".utf8)))
        let rounds = options + 6 + 4 + 4 + 16
        bytes.replaceSubrange(rounds..<(rounds + 4), with: [0xFF, 0xFF, 0xFF, 0xFF])
        let error = #expect(throws: SigningError.self) {
            _ = try PrivateKeyFile(
                Array(Armor.encode(bytes, "OPENSSH PRIVATE KEY").utf8), file: "f")
        }
        #expect(
            error?.description.contains("in 4294967295 rounds") == true,
            "\(error?.description ?? "")")
    }

    @Test(arguments: SSHTools.Kind.plain)
    func `A damaged signature is refused in words, or not valid`(_ kind: SSHTools.Kind) async throws
    {
        try ssh.makeKey("key", kind)
        guard case .privateKey(let file) = try KeyFileAccess.read(ssh.path("key")) else { return }
        let message = Array("a report".utf8)
        let signature = try await file.unlock(passphrase: nil).sign(message)
        let whole = try #require(Armor.decode(Array(signature.armored.utf8), "SSH SIGNATURE"))
        var random = SplitMix(19)
        for round in 0..<(whole.count + 500) {
            let bytes = round < whole.count ? Array(whole[..<round]) : damaged(whole, &random)
            let text = Array(Armor.encode(bytes, "SSH SIGNATURE").utf8)
            do {
                let read = try SSHSignature(armored: text, file: "f")
                // The reserved field is signed as empty, whatever it holds; all else is covered.
                #expect(try bytes == whole || !read.isValid(for: message) || read == signature)
            } catch let error as SigningError {
                #expect(isSentence(error), "\(error)")
            }
        }
    }

    @Test func `A damaged list of signers is refused in words, or allows nobody else`() throws {
        try ssh.makeKey("key")
        try ssh.makeKey("other")
        try ssh.allow("key", options: "namespaces=\"report\",valid-after=\"20200101Z\"")
        let whole = try ssh.read("allowed")
        let other = try SSHPublicKey(line: try ssh.read("other.pub"), of: "other.pub")
        var random = SplitMix(20)
        for round in 0..<(whole.count + 1000) {
            let bytes = round < whole.count ? Array(whole[..<round]) : damaged(whole, &random)
            do {
                let list = try AllowedSigners(bytes, file: "f")
                let error = #expect(throws: SigningError.self) {
                    _ = try list.principals(of: other, identity: nil, at: Date())
                }
                #expect(error.map(isSentence) == true)
            } catch {
                #expect(isSentence(error), "\(error)")
            }
        }
    }
}
