// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport

/// A public key in SSH's format.
package struct SSHPublicKey: Sendable, Hashable {
    /// The numbers of a key, by its kind.
    enum Numbers: Sendable {
        case ed25519([UInt8])
        case ecdsa(NamedCurve, point: [UInt8])
        case rsa(n: [UInt8], e: [UInt8])
    }

    /// `ssh-ed25519`.
    package let type: String
    /// The key in SSH's binary format.
    package let blob: [UInt8]
    let numbers: Numbers
    private let verifying: VerifyingKey

    /// `file` names the key in errors. Throws `SigningError`.
    package init(blob: [UInt8], of file: String) throws(SigningError) {
        do {
            try self.init(blob)
        } catch {
            throw SigningError("The public key of \(file) cannot be used: it \(error.problem).")
        }
    }

    init(_ blob: [UInt8]) throws(SSHReader.Malformed) {
        var reader = SSHReader(blob)
        let type = try reader.name("its type")
        let numbers = try Self.numbers(type, &reader)
        try reader.end("its numbers")
        let verifying: VerifyingKey? =
            switch numbers {
            case .ed25519(let bytes): VerifyingKey(ed25519: bytes)
            case .ecdsa(let curve, let point): VerifyingKey(curve, point: point)
            case .rsa(let n, let e): VerifyingKey(n: n, e: e)
            }
        guard let verifying else {
            throw SSHReader.Malformed(problem: "has numbers that make no key of type \(type)")
        }
        self.type = type
        self.blob = blob
        self.numbers = numbers
        self.verifying = verifying
    }

    /// Reads the numbers behind the type.
    private static func numbers(
        _ type: String, _ reader: inout SSHReader
    ) throws(SSHReader.Malformed) -> Numbers {
        switch type {
        case "ssh-ed25519":
            return .ed25519(try reader.string("its point"))
        case "ssh-rsa":
            let e = try reader.positive("its exponent")
            let n = try reader.positive("its modulus")
            let bits = n.count * 8 - (n.first?.leadingZeroBitCount ?? 0)
            // Below OpenSSH's own limit; above, each signature would take seconds.
            guard (1024...16384).contains(bits) else {
                throw SSHReader.Malformed(
                    problem: "has an RSA modulus of \(bits) bits; 1024 to 16384 are accepted")
            }
            return .rsa(n: n, e: e)
        default:
            guard type.hasPrefix("ecdsa-sha2-"),
                let curve = NamedCurve(rawValue: String(type.dropFirst(11)))
            else { throw SSHReader.Malformed(problem: unusable(type)) }
            let name = try reader.name("its curve")
            guard name == curve.rawValue else {
                throw SSHReader.Malformed(
                    problem: "is of type \(type) but on curve \(name.quotedForMessage)")
            }
            return .ecdsa(curve, point: try reader.string("its point"))
        }
    }

    private static func unusable(_ type: String) -> String {
        if type.contains("-cert-v0") {
            return "is a certificate, and only plain keys are accepted"
        }
        if type.hasPrefix("sk-") {
            return
                "belongs to a security key, which is not supported; use a key in a file or an agent"
        }
        return "has the type \(type.quotedForMessage); ssh-ed25519, ecdsa-sha2-nistp256, "
            + "-nistp384, -nistp521 and ssh-rsa are supported"
    }

    /// Whether `type` is one that this program verifies.
    static func isSupported(_ type: some StringProtocol) -> Bool {
        type == "ssh-ed25519" || type == "ssh-rsa"
            || NamedCurve.allCases.contains { "ecdsa-sha2-\($0.rawValue)" == type }
    }

    /// As `ssh-keygen -l` shows it: `SHA256:…`.
    package var fingerprint: String {
        let digest = Data(MessageDigest.of(blob, .sha256)).base64EncodedString()
        return "SHA256:" + digest.prefix { $0 != "=" }
    }

    /// One line as in a `.pub` file.
    package var line: String { "\(type) \(Data(blob).base64EncodedString())" }

    /// Whether `signature`, in SSH's format, is this key's own for `message`.
    func confirms(_ signature: [UInt8], of message: [UInt8]) throws(SSHReader.Malformed) -> Bool {
        var reader = SSHReader(signature)
        let algorithm = try reader.name("its algorithm")
        var value = try reader.string("its value")
        try reader.end("its value")
        switch (numbers, algorithm) {
        case (.ed25519, "ssh-ed25519"):
            return verifying.isValid(.bytes(value), of: message, nil)
        case (.rsa(let n, _), "rsa-sha2-512"), (.rsa(let n, _), "rsa-sha2-256"):
            guard value.count <= n.count else { return false }
            // Some writers leave out leading zeros.
            value = [UInt8](repeating: 0, count: n.count - value.count) + value
            return verifying.isValid(
                .bytes(value), of: message, algorithm.hasSuffix("512") ? .sha512 : .sha256)
        case (.ecdsa(let curve, _), type):
            var pair = SSHReader(value)
            let r = try pair.positive("its first number")
            let s = try pair.positive("its second number")
            try pair.end("its numbers")
            return verifying.isValid(.numbers(r: r, s: s), of: message, curve.hash)
        default:
            throw SSHReader.Malformed(
                problem:
                    "has the algorithm \(algorithm.quotedForMessage), which is not accepted for a "
                    + "key of type \(type)")
        }
    }

    package static func == (left: SSHPublicKey, right: SSHPublicKey) -> Bool {
        left.blob == right.blob
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(blob) }
}

extension SSHPublicKey {
    /// Reads `type base64 comment`, as in a `.pub` file. Throws `SigningError`.
    package init(line bytes: [UInt8], of file: String) throws(SigningError) {
        let text = String(decoding: bytes, as: UTF8.self)
        let words = text.split(separator: /[ \t\r\n]+/, maxSplits: 2)
        guard words.count >= 2, let blob = Armor.base64(words[1]) else {
            throw SigningError(
                "\(file) is neither a private key of OpenSSH nor a public one; a public one is one "
                    + "line: ssh-ed25519 AAAA…")
        }
        try self.init(blob: blob, of: file)
        guard type == words[0] else {
            throw SigningError(
                "\(file) says \(String(words[0]).quotedForMessage), but its key is of type \(type)."
            )
        }
    }
}
