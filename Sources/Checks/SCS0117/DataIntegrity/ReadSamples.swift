// SPDX-License-Identifier: Apache-2.0

extension VolumeContent {
    private static let block: Int64 = 64 << 10
    private static let randomBlocks = 64

    /// The ranges of `sample`, ascending and disjoint: the extents, the end, and 64 random blocks.
    ///
    /// The same content yields the same ranges; random ones follow from the run's seed.
    var samples: [Range<Int64>] {
        guard size > 0 else { return [] }
        let blocks = (size + Self.block - 1) / Self.block
        var random = SampleRandom(state: seed)
        var wanted: Set<Int64> = [blocks - 1]
        for extent in extents where !extent.isEmpty {
            wanted.formUnion(extent.lowerBound / Self.block...(extent.upperBound - 1) / Self.block)
        }
        for _ in 0..<Self.randomBlocks {
            wanted.insert(Int64.random(in: 0..<blocks, using: &random))
        }
        return wanted.sorted().reduce(into: []) { ranges, index in
            let range = index * Self.block..<min((index + 1) * Self.block, size)
            if let last = ranges.last, last.upperBound == range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
    }

    /// The whole content, in pieces of at most 128 MiB.
    var pieces: [Range<Int64>] {
        let piece: Int64 = 128 << 20
        return stride(from: 0, to: size, by: Int64.Stride(piece)).map {
            $0..<min($0 + piece, size)
        }
    }
}

/// SplitMix64, so that the ranges follow from the run's seed.
private struct SampleRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
