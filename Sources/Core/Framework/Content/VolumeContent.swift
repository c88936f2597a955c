// SPDX-License-Identifier: Apache-2.0

/// What a volume shall hold: pseudo-random bytes in some places, zeros in all others.
///
/// Every byte follows from the seed and its offset, so a gigabyte needs no memory and no disk.
public struct VolumeContent: Sendable, Equatable {
    /// The seed of the pseudorandom data.
    public let seed: UInt64
    /// Bytes in all.
    public let size: Int64
    /// Where the pseudo-random bytes are, ascending, without overlap.
    public let extents: [Range<Int64>]

    /// Content of a size, with data in the extents and zeros elsewhere.
    public init(seed: UInt64, size: Int64, extents: [Range<Int64>]) {
        self.seed = seed
        self.size = size
        self.extents = extents
    }

    /// The bytes of `range`, which lies within the size.
    public func bytes(in range: Range<Int64>) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: range.count)
        for extent in extents where extent.overlaps(range) {
            let part = extent.clamped(to: range)
            var offset = part.lowerBound
            while offset < part.upperBound {
                let word = word(at: offset >> 3)
                repeat {
                    // Never zero, so that a lost byte never looks like a kept one.
                    let byte = UInt8(truncatingIfNeeded: word >> (UInt64(offset & 7) * 8))
                    result[Int(offset - range.lowerBound)] = byte == 0 ? 0xA5 : byte
                    offset += 1
                } while offset & 7 != 0 && offset < part.upperBound
            }
        }
        return result
    }

    /// Whether `range` holds nothing but zeros.
    func isEmpty(_ range: Range<Int64>) -> Bool {
        !extents.contains { $0.overlaps(range) }
    }

    /// SplitMix64 of the seed and the word's index: random access, one multiplication or two.
    private func word(at index: Int64) -> UInt64 {
        var z = seed &+ (UInt64(bitPattern: index) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
