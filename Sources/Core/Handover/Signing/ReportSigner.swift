// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Whoever signs reports: a key in a file, or an agent that holds it.
package protocol ReportSigner: Sendable {
    var publicKey: SSHPublicKey { get }
    /// The signature of `data` in SSH's format; throws `SigningError`.
    func signature(of data: [UInt8]) async throws -> [UInt8]
}

extension ReportSigner {
    /// Signs `message` for the purpose of reports; throws `SigningError`.
    package func sign(_ message: [UInt8]) async throws -> SSHSignature {
        let data = SSHSignature.signedData(message, hash: .sha512)
        let signature = SSHSignature(
            publicKey: publicKey, hash: .sha512, value: try await signature(of: data))
        // A faulty agent or machine must not hand out what nobody accepts.
        guard try signature.isValid(for: message) else {
            throw SigningError(
                "The signature made with the key \(publicKey.fingerprint) is wrong; nothing was signed."
            )
        }
        return signature
    }
}

/// A decrypted private key.
package struct FileSigner: ReportSigner {
    package let publicKey: SSHPublicKey
    private let key: SigningKey

    init(_ key: SigningKey, _ publicKey: SSHPublicKey) {
        self.key = key
        self.publicKey = publicKey
    }

    package func signature(of data: [UInt8]) async throws -> [UInt8] {
        guard let signature = signed(data) else {
            throw SigningError("OpenSSL refuses to sign with the key \(publicKey.fingerprint).")
        }
        return signature
    }

    func signed(_ data: [UInt8]) -> [UInt8]? {
        var writer = SSHWriter()
        switch publicKey.numbers {
        case .ed25519:
            guard case .bytes(let bytes) = key.sign(data, nil) else { return nil }
            writer.string("ssh-ed25519")
            writer.string(bytes)
        case .rsa:
            guard case .bytes(let bytes) = key.sign(data, .sha512) else { return nil }
            writer.string("rsa-sha2-512")
            writer.string(bytes)
        case .ecdsa(let curve, _):
            guard case .numbers(let r, let s) = key.sign(data, curve.hash) else { return nil }
            var pair = SSHWriter()
            pair.positive(r)
            pair.positive(s)
            writer.string(publicKey.type)
            writer.string(pair.bytes)
        }
        return writer.bytes
    }
}
