// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A signature of a file as `ssh-keygen -Y sign` makes it (PROTOCOL.sshsig).
package struct SSHSignature: Sendable, Equatable {
    /// What our signatures are for; one for another purpose is refused.
    package static let namespace = "report"
    private static let magic = Array("SSHSIG".utf8)
    private static let noun = "SSH SIGNATURE"
    /// The first and the last line of an armored signature.
    package static let firstLine = "-----BEGIN \(noun)-----"
    package static let lastLine = "-----END \(noun)-----"

    package let publicKey: SSHPublicKey
    let hash: MessageDigest.Algorithm
    /// In SSH's own format.
    let value: [UInt8]

    init(publicKey: SSHPublicKey, hash: MessageDigest.Algorithm, value: [UInt8]) {
        self.publicKey = publicKey
        self.hash = hash
        self.value = value
    }

    /// Reads an armored signature; throws `SigningError`.
    package init(armored bytes: [UInt8], file: String) throws(SigningError) {
        guard let content = Armor.decode(bytes, Self.noun), content.starts(with: Self.magic) else {
            throw SigningError(
                "\(file) is not a signature; it begins with the line \(Self.firstLine) and ends with "
                    + "\(Self.lastLine).")
        }
        do throws(SSHReader.Malformed) {
            var reader = SSHReader(Array(content.dropFirst(Self.magic.count)))
            let version = try reader.number("its version")
            guard version == 1 else {
                throw SSHReader.Malformed(problem: "has version \(version); expected 1")
            }
            let key = try reader.string("its public key")
            let namespace = try reader.name("its namespace")
            guard namespace == Self.namespace else {
                throw SSHReader.Malformed(
                    problem: "is for the namespace \(namespace.quotedForMessage), not "
                        + Self.namespace.quotedForMessage)
            }
            _ = try reader.string("its reserved field")
            let hash = try reader.name("its hash function")
            guard let known = Self.hashes[hash] else {
                throw SSHReader.Malformed(
                    problem:
                        "has the hash function \(hash.quotedForMessage); expected sha512 or sha256")
            }
            self.hash = known
            value = try reader.string("its value")
            try reader.end("its value")
            publicKey = try SSHPublicKey(key)
        } catch {
            throw SigningError("The signature \(file) cannot be used: it \(error.problem).")
        }
    }

    private static let hashes: [String: MessageDigest.Algorithm] = [
        "sha256": .sha256, "sha512": .sha512,
    ]

    /// The text that `ssh-keygen -Y verify` takes.
    package var armored: String {
        var writer = SSHWriter()
        writer.raw(Self.magic)
        writer.number(1)
        writer.string(publicKey.blob)
        writer.string(Self.namespace)
        writer.string("")
        writer.string(hash == .sha256 ? "sha256" : "sha512")
        writer.string(value)
        return Armor.encode(writer.bytes, Self.noun)
    }

    /// Whether it is its key's own for `message`; throws `SigningError` if it can be nobody's.
    package func isValid(for message: [UInt8]) throws(SigningError) -> Bool {
        do {
            return try publicKey.confirms(value, of: Self.signedData(message, hash: hash))
        } catch {
            throw SigningError("The signature cannot be used: it \(error.problem).")
        }
    }

    /// What is signed in place of the message.
    static func signedData(_ message: [UInt8], hash: MessageDigest.Algorithm) -> [UInt8] {
        var writer = SSHWriter()
        writer.raw(magic)
        writer.string(namespace)
        writer.string("")
        writer.string(hash == .sha256 ? "sha256" : "sha512")
        writer.string(MessageDigest.of(message, hash))
        return writer.bytes
    }
}
