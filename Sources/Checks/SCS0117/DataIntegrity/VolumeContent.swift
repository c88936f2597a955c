// SPDX-License-Identifier: Apache-2.0

/// The content of a volume: pseudo-random bytes in some places, zeros elsewhere.
///
/// Every byte follows from the seed and its offset, so a gigabyte needs neither memory nor disk.
struct VolumeContent: Sendable, Equatable {
    let seed: UInt64
    /// The size in bytes.
    let size: Int64
    /// The ranges of pseudo-random bytes, ascending, without overlap.
    let extents: [Range<Int64>]

    init(seed: UInt64, size: Int64, extents: [Range<Int64>]) {
        self.seed = seed
        self.size = size
        self.extents = extents
    }

    /// The bytes of `range`, which must be within the size.
    func bytes(in range: Range<Int64>) -> [UInt8] {
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

    /// Whether `range` contains only zeros.
    func isEmpty(_ range: Range<Int64>) -> Bool {
        !extents.contains { $0.overlaps(range) }
    }

    /// SplitMix64 of the seed and the word's index: random access at the cost of two
    /// multiplications.
    private func word(at index: Int64) -> UInt64 {
        var z = seed &+ (UInt64(bitPattern: index) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
