// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Testing

@testable import SCSHandover

/// bcrypt's key derivation, against vectors of OpenBSD and of others.
struct KeyDerivationTests {
    @Test func `The digits of pi are Blowfish's tables`() {
        // The first two subkeys, the first word of each box, the last word.
        let known: [Int: UInt32] = [
            0: 0x243F_6A88, 1: 0x85A3_08D3, 18: 0xD131_0BA6, 274: 0x4B7A_70E9, 530: 0xE93D_5A68,
            786: 0x3A39_CE37, 1041: 0x3AC3_72E6,
        ]
        for (index, word) in known { #expect(PiDigits.words[index] == word) }
        #expect(PiDigits.words.count == 1042)
    }

    @Test func `A derived key is the one of OpenBSD`() {
        let key = BcryptPBKDF.derive(
            passphrase: Array("password".utf8), salt: Array("salt".utf8), rounds: 4, count: 32)
        #expect(key.hex == "5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9")
    }
}
