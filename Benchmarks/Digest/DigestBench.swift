// SPDX-License-Identifier: Apache-2.0
import Core

/// How long the digests of 1 GiB take, in pieces of 1 MiB as a volume's content is read.
@main struct DigestBench {
    static func main() {
        let piece = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for algorithm in MessageDigest.Algorithm.allCases {
            let times = (0..<3).map { _ in
                ContinuousClock().measure {
                    let digest = MessageDigest(algorithm)
                    for _ in 0..<1024 { digest.update(piece.span.bytes) }
                    _ = digest.finalize()
                }
            }
            guard let best = times.min() else { continue }
            print(algorithm.rawValue, "of 1 GiB:", best / .seconds(1), "s, best of", times.count)
        }
    }
}
