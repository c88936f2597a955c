// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Reads the decrypted half of a key file.
enum PrivateNumbers {
    enum Problem: Error {
        /// The two check numbers differ: the passphrase is wrong, if there is one.
        case wrongCheck
        case malformed(String)

        /// To follow "it" in a sentence.
        var problem: String {
            switch self {
            case .wrongCheck: "has check numbers that differ"
            case .malformed(let problem): problem
            }
        }
    }

    static func key(in bytes: [UInt8], of publicKey: SSHPublicKey) throws(Problem) -> SigningKey {
        do {
            var reader = SSHReader(bytes)
            let check = try reader.number("its check number")
            guard try reader.number("its check number") == check else { throw Problem.wrongCheck }
            let type = try reader.name("its type")
            guard type == publicKey.type else {
                throw Problem.malformed("has a private half of another type")
            }
            let key = try key(&reader, publicKey.numbers)
            _ = try reader.string("its comment")
            let padding = reader.remainder
            guard padding.count < 256,
                zip(padding, 1...).allSatisfy({ Int($0) == $1 & 0xFF })
            else { throw Problem.malformed("has wrong padding") }
            guard let key else { throw Problem.malformed("has numbers that make no key") }
            return key
        } catch let error as SSHReader.Malformed {
            throw .malformed(error.problem)
        } catch let error as Problem {
            throw error
        } catch {
            throw .malformed("cannot be read")
        }
    }

    private static func key(
        _ reader: inout SSHReader, _ numbers: SSHPublicKey.Numbers
    ) throws -> SigningKey? {
        switch numbers {
        case .ed25519(let point):
            _ = try reader.string("its point")
            var secret = try reader.string("its secret")
            defer { secret.wipe() }
            // OpenSSH keeps the public half behind the secret one.
            guard secret.count == 64, Array(secret.suffix(32)) == point else { return nil }
            var seed = Array(secret.prefix(32))
            defer { seed.wipe() }
            return SigningKey(ed25519: seed)
        case .ecdsa(let curve, let point):
            _ = try reader.name("its curve")
            _ = try reader.string("its point")
            var scalar = try reader.positive("its secret number")
            defer { scalar.wipe() }
            return SigningKey(curve, point: point, scalar: scalar)
        case .rsa:
            let n = try reader.positive("its modulus")
            let e = try reader.positive("its exponent")
            let d = try reader.positive("its secret exponent")
            let inverse = try reader.positive("its coefficient")
            let p = try reader.positive("its first factor")
            let q = try reader.positive("its second factor")
            var numbers = SigningKey.RSANumbers(n: n, e: e, d: d, p: p, q: q, inverse: inverse)
            defer { numbers.wipe() }
            return SigningKey(numbers)
        }
    }
}
