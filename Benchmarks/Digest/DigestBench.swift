// SPDX-License-Identifier: Apache-2.0
import SCSCheck

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Measures the digests of 1 GiB, in pieces of 1 MiB as volumes are read.
@main struct DigestBench {
    static func main() {
        let piece = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for algorithm in MessageDigest.Algorithm.allCases {
            let costs = (0..<3).map { _ in
                let start = clock()
                let digest = MessageDigest(algorithm)
                for _ in 0..<1024 { digest.update(piece.span.bytes) }
                _ = digest.finalize()
                return Double(clock() - start) / Double(CLOCKS_PER_SEC)
            }
            guard let least = costs.min() else { continue }
            print("\(algorithm.rawValue) of 1 GiB: \(least) s of CPU time, best of \(costs.count)")
        }
    }
}
