// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSHandover
import SCSSupport
import TestSupport

/// OpenSSH's own programs in a folder of their own.
final class SSHTools: Sendable {
    struct Ended {
        var status: Int32
        var output: String
    }

    /// A kind of key, by the arguments of `ssh-keygen`.
    struct Kind: Sendable, CustomStringConvertible {
        var type: String
        var bits: Int?
        /// The cipher of its file; nil: not encrypted.
        var cipher: String?

        var description: String {
            "\(type)\(bits.map { " \($0)" } ?? "")\(cipher.map { " in \($0)" } ?? "")"
        }

        static let plain = [
            Kind(type: "ed25519"), Kind(type: "ecdsa", bits: 256), Kind(type: "ecdsa", bits: 384),
            Kind(type: "ecdsa", bits: 521), Kind(type: "rsa", bits: 2048),
            Kind(type: "rsa", bits: 3072),
        ]
        static let encrypted = [
            Kind(type: "ed25519", cipher: "aes256-ctr"),
            Kind(type: "ed25519", cipher: "aes192-cbc"),
            Kind(type: "ecdsa", bits: 256, cipher: "aes256-gcm@openssh.com"),
            Kind(type: "ecdsa", bits: 521, cipher: "aes128-gcm@openssh.com"),
            Kind(type: "rsa", bits: 2048, cipher: "chacha20-poly1305@openssh.com"),
        ]
    }

    static let passphrase = "correct horse, battery; staple"
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func path(_ name: String) -> String { folder.path + "/" + name }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.file(name))
    }

    func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.file(name)))
    }

    /// Makes `name` and `name.pub`.
    func makeKey(_ name: String, _ kind: Kind = Kind(type: "ed25519")) throws {
        guard let ready = Self.rsaKeys[kind.bits ?? 0] else { return try generate(name, kind) }
        let key = try ready.get()
        try key.secret.write(to: folder.file(name))
        try key.known.write(to: folder.file(name + ".pub"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: path(name))
        guard kind.cipher != nil else { return }
        try keygen(["-q", "-p", "-f", path(name), "-P", ""] + protection(kind))
    }

    /// The two files of a key.
    private typealias Files = (secret: Data, known: Data)

    /// A key for each length of RSA: it takes up to a second to make, so that all tests share it.
    private static let rsaKeys = Dictionary(
        uniqueKeysWithValues: Kind.plain.filter { $0.type == "rsa" }.map { kind in
            let files: Result<Files, any Error> = Result {
                let ssh = try SSHTools()
                try ssh.generate("key", kind)
                return (Data(try ssh.read("key")), Data(try ssh.read("key.pub")))
            }
            return (kind.bits ?? 0, files)
        })

    private func generate(_ name: String, _ kind: Kind) throws {
        var arguments = ["-q", "-t", kind.type, "-f", path(name), "-C", "a comment"]
        if let bits = kind.bits { arguments += ["-b", "\(bits)"] }
        try keygen(arguments + protection(kind))
    }

    private func protection(_ kind: Kind) -> [String] {
        guard let cipher = kind.cipher else { return ["-N", ""] }
        // One round, as the derivation is slow by design and slower in a debug build.
        return ["-N", Self.passphrase, "-Z", cipher, "-a", "1"]
    }

    private func keygen(_ arguments: [String]) throws {
        let ended = try run("ssh-keygen", arguments)
        guard ended.status == 0 else { throw SigningError(ended.output) }
    }

    /// A list that allows `who` the key in `name.pub`.
    func allow(_ name: String, who: String = "me@example.org", options: String = "") throws {
        let key = String(decoding: try read(name + ".pub"), as: UTF8.self)
        try write("allowed", "# signers\n\n\(who) \(options.isEmpty ? "" : options + " ")\(key)")
    }

    /// What `ssh-keygen -Y verify` says of `file` and `file.sig`.
    func verify(
        _ file: String, as who: String = "me@example.org", options: [String] = []
    ) throws -> Ended {
        try run(
            "ssh-keygen",
            [
                "-Y", "verify", "-f", path("allowed"), "-I", who, "-n", "report", "-s",
                path(file + ".sig"),
            ]
                + options, input: try read(file))
    }

    func run(
        _ program: String, _ arguments: [String], input: [UInt8] = [],
        environment: [String: String] = [:]
    ) throws -> Ended {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/\(program)")
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path].merging(environment) {
            $1
        }
        let (stdin, stdout) = (folder.file("stdin"), folder.file("stdout"))
        try Data(input).write(to: stdin)
        try Data().write(to: stdout)
        process.standardInput = try FileHandle(forReadingFrom: stdin)
        let output = try FileHandle(forWritingTo: stdout)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        return Ended(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: stdout), as: UTF8.self))
    }
}
