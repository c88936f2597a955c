// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSSupport

struct MessageDigestTests {
    @Test(
        arguments: [
            (MessageDigest.Algorithm.md5, "900150983cd24fb0d6963f7d28e17f72"),
            (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                .sha384,
                "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                    + "8086072ba1e7cc2358baeca134c825a7"
            ),
            (
                .sha512,
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                    + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
            ),
        ])
    func `The digest of abc matches the algorithm's standard`(
        algorithm: MessageDigest.Algorithm, digest: String
    ) {
        #expect(MessageDigest.of(Array("abc".utf8), algorithm).hex == digest)
    }

    @Test func `The digest of no bytes matches the algorithm's standard`() {
        #expect(MessageDigest(.md5).finalize().hex == "d41d8cd98f00b204e9800998ecf8427e")
        #expect([UInt8]().sha256.hasPrefix("e3b0c44298fc1c149afbf4c8996fb924"))
    }

    @Test(arguments: MessageDigest.Algorithm.allCases)
    func `Pieces of any length give the digest of the whole`(algorithm: MessageDigest.Algorithm) {
        let whole = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for length in [1, 63, 64, 65, 127, 128, 9_999, 10_000] {
            let digest = MessageDigest(algorithm)
            for start in stride(from: 0, to: whole.count, by: length) {
                let piece = Array(whole[start..<min(start + length, whole.count)])
                digest.update(piece.span.bytes)
            }
            #expect(digest.finalize() == MessageDigest.of(whole, algorithm))
        }
    }
}
