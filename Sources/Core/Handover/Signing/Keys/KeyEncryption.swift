// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// How the secret half of a key file is encrypted.
struct KeyEncryption: Sendable {
    private enum Mode: String {
        case ctr = "CTR"
        case cbc = "CBC"
        case gcm = "GCM"
        case chaCha20
    }

    private let mode: Mode
    private let keySize: Int
    let name: String
    private let salt: [UInt8]
    private let rounds: Int
    /// OpenSSH writes 16 to 24; each takes about ten milliseconds.
    private static let mostRounds = 4096

    private static let modes: [String: (Mode, keySize: Int)] = [
        "aes128-ctr": (.ctr, 16), "aes192-ctr": (.ctr, 24), "aes256-ctr": (.ctr, 32),
        "aes128-cbc": (.cbc, 16), "aes192-cbc": (.cbc, 24), "aes256-cbc": (.cbc, 32),
        "aes128-gcm@openssh.com": (.gcm, 16), "aes256-gcm@openssh.com": (.gcm, 32),
        "chacha20-poly1305@openssh.com": (.chaCha20, 64),
    ]

    /// Nil for a key that is not encrypted.
    init?(cipher: String, derivation: String, options: [UInt8]) throws(SSHReader.Malformed) {
        if cipher == "none", derivation == "none" { return nil }
        guard let (mode, keySize) = Self.modes[cipher] else {
            throw SSHReader.Malformed(
                problem: "is encrypted with \(cipher.quotedForMessage); supported are "
                    + Self.modes.keys.sorted().joined(separator: ", "))
        }
        guard derivation == "bcrypt" else {
            throw SSHReader.Malformed(
                problem: "derives its key with \(derivation.quotedForMessage); expected bcrypt")
        }
        var reader = SSHReader(options)
        salt = try reader.string("the salt")
        let rounds = try reader.number("the number of rounds")
        try reader.end("the number of rounds")
        guard (1...UInt32(Self.mostRounds)).contains(rounds), (1...64).contains(salt.count) else {
            throw SSHReader.Malformed(
                problem:
                    "derives its key in \(rounds) rounds with \(salt.count) bytes of salt; 1 to "
                    + "\(Self.mostRounds) rounds and 1 to 64 bytes are accepted")
        }
        self.rounds = Int(rounds)
        (self.mode, self.keySize, name) = (mode, keySize, cipher)
    }

    private var ivSize: Int {
        switch mode {
        case .ctr, .cbc: 16
        case .gcm: 12
        case .chaCha20: 0
        }
    }

    /// The size of the tag behind the encrypted bytes.
    var tagSize: Int { mode == .gcm || mode == .chaCha20 ? 16 : 0 }

    /// The bytes; nil if the passphrase is wrong, as far as the cipher can tell.
    func decrypt(_ bytes: [UInt8], tag: [UInt8], passphrase: Secret) -> [UInt8]? {
        var secret = Array(passphrase.exposed.utf8)
        var derived = BcryptPBKDF.derive(
            passphrase: secret, salt: salt, rounds: rounds, count: keySize + ivSize)
        secret.wipe()
        var key = Array(derived.prefix(keySize))
        let iv = Array(derived.suffix(ivSize))
        derived.wipe()
        defer { key.wipe() }
        return switch mode {
        case .ctr, .cbc:
            SymmetricCipher.decryptAES(bytes, mode: mode.rawValue, key: key, iv: iv)
        case .gcm: SymmetricCipher.decryptGCM(bytes, key: key, iv: iv, tag: tag)
        case .chaCha20: Self.decryptChaCha20(bytes, tag: tag, key: key)
        }
    }

    /// OpenSSH's construction: the first block of the key stream is the key of the tag.
    private static func decryptChaCha20(
        _ bytes: [UInt8], tag: [UInt8], key: [UInt8]
    ) -> [UInt8]? {
        let main = Array(key.prefix(32))
        let state = [UInt8](repeating: 0, count: 16)
        let zeros = [UInt8](repeating: 0, count: 32)
        guard let tagKey = SymmetricCipher.chaCha20(zeros, key: main, state: state),
            SymmetricCipher.poly1305(bytes, key: tagKey) == tag
        else { return nil }
        return SymmetricCipher.chaCha20(bytes, key: main, state: [1] + state.dropFirst())
    }
}
