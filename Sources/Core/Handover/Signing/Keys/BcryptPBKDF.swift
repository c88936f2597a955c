// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The key derivation of encrypted OpenSSH keys: PBKDF2 with bcrypt as its function.
///
/// Source: OpenBSD, lib/libutil/bcrypt_pbkdf.c
enum BcryptPBKDF {
    private static let blockSize = 32

    static func derive(
        passphrase: [UInt8], salt: [UInt8], rounds: Int, count: Int
    ) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: count)
        let stride = (count + blockSize - 1) / blockSize
        var secret = words(MessageDigest.of(passphrase, .sha512))
        defer { secret.withUnsafeMutableBytes { $0.update(0) } }
        for block in 0..<stride {
            var counted = SSHWriter()
            counted.raw(salt)
            counted.number(block + 1)
            var last = hash(secret, MessageDigest.of(counted.bytes, .sha512))
            var sum = last
            for _ in 1..<max(1, rounds) {
                last = hash(secret, MessageDigest.of(last, .sha512))
                for index in sum.indices { sum[index] ^= last[index] }
            }
            // The bytes of the blocks take turns.
            for (index, byte) in sum.enumerated() where index * stride + block < count {
                key[index * stride + block] = byte
            }
            sum.wipe()
            last.wipe()
        }
        return key
    }

    private static func hash(_ secret: [UInt32], _ salt: [UInt8]) -> [UInt8] {
        let salt = words(salt)
        let cipher = Blowfish()
        cipher.expand(key: secret, salt: salt)
        for _ in 0..<64 {
            cipher.expand(key: salt)
            cipher.expand(key: secret)
        }
        var text = words(Array("OxychromaticBlowfishSwatDynamite".utf8))
        for _ in 0..<64 {
            for index in [0, 2, 4, 6] {
                var (left, right) = (text[index], text[index + 1])
                cipher.encrypt(&left, &right)
                (text[index], text[index + 1]) = (left, right)
            }
        }
        return text.flatMap { word in
            [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: word >> $0) }
        }
    }

    private static func words(_ bytes: [UInt8]) -> [UInt32] {
        Swift.stride(from: 0, to: bytes.count - 3, by: 4).map { index in
            bytes[index..<(index + 4)].reduce(0) { $0 << 8 | UInt32($1) }
        }
    }
}

extension UnsafeMutableRawBufferPointer {
    fileprivate func update(_ byte: UInt8) {
        for index in indices { self[index] = byte }
    }
}
