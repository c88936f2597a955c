// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// A private key as OpenSSH keeps it in a file (PROTOCOL.key), not yet decrypted.
package struct PrivateKeyFile: Sendable {
    /// The file's name, for messages.
    package let file: String
    package let publicKey: SSHPublicKey
    /// Whether a passphrase is needed.
    package var isEncrypted: Bool { encryption != nil }
    private let encryption: KeyEncryption?
    private let secret: [UInt8]
    private let tag: [UInt8]

    private static let noun = "OPENSSH PRIVATE KEY"
    private static let magic = Array("openssh-key-v1\0".utf8)

    /// Whether the bytes claim to be a private key of any format.
    package static func isOne(_ bytes: [UInt8]) -> Bool {
        bytes.prefix(100).split(separator: 0x0A).first.map {
            $0.starts(with: Array("-----BEGIN ".utf8))
        } ?? false
    }

    /// Throws `SigningError`.
    package init(_ bytes: [UInt8], file: String) throws(SigningError) {
        guard let content = Armor.decode(bytes, Self.noun), content.starts(with: Self.magic) else {
            throw SigningError(
                "\(file) is not a private key in OpenSSH's own format; convert a copy with "
                    + "ssh-keygen -p -f COPY.")
        }
        do throws(SSHReader.Malformed) {
            var reader = SSHReader(Array(content.dropFirst(Self.magic.count)))
            let cipher = try reader.name("the name of its cipher")
            let derivation = try reader.name("the name of its key derivation")
            encryption = try KeyEncryption(
                cipher: cipher, derivation: derivation,
                options: try reader.string("the options of its key derivation"))
            let count = try reader.number("the number of its keys")
            guard count == 1 else {
                throw SSHReader.Malformed(problem: "has \(count) keys; expected one")
            }
            publicKey = try SSHPublicKey(try reader.string("its public key"))
            secret = try reader.string("its private key")
            tag = try reader.bytes(encryption?.tagSize ?? 0, "the tag of its private key")
            try reader.end("its private key")
        } catch {
            throw SigningError("The key \(file) cannot be used: it \(error.problem).")
        }
        self.file = file
    }

    /// The key that signs; `passphrase` is used if it is encrypted. Throws `SigningError`.
    package func unlock(passphrase: Secret?) throws(SigningError) -> FileSigner {
        var plain = secret
        defer { plain.wipe() }
        if let encryption {
            guard let passphrase else {
                throw SigningError("The key \(file) is encrypted, and no passphrase was given.")
            }
            guard let decrypted = encryption.decrypt(secret, tag: tag, passphrase: passphrase)
            else { throw wrongPassphrase }
            plain = decrypted
        }
        let key: SigningKey
        do {
            key = try PrivateNumbers.key(in: plain, of: publicKey)
        } catch .wrongCheck where isEncrypted {
            throw wrongPassphrase
        } catch {
            throw SigningError("The key \(file) cannot be used: it \(error.problem).")
        }
        let signer = FileSigner(key, publicKey)
        // A key whose halves do not belong together would sign for nobody.
        let sample = Array("a sample".utf8)
        guard let signature = signer.signed(sample),
            (try? publicKey.confirms(signature, of: sample)) == true
        else {
            throw SigningError(
                "The key \(file) cannot be used: its private half does not belong to its public half."
            )
        }
        return signer
    }

    private var wrongPassphrase: SigningError {
        SigningError("The passphrase of the key \(file) is wrong.")
    }
}
