// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

// By the C library: an element at a time, gigabytes of restored data would cost minutes in a debug build.
extension [UInt8] {
    /// Whether both have the same bytes.
    package func hasSameBytes(as other: [UInt8]) -> Bool {
        count == other.count && isEqual(other, in: 0..<count)
    }

    /// The index of the first byte that differs from `other`, up to the end of the shorter one.
    package func firstDifference(from other: [UInt8]) -> Int? {
        var range = 0..<Swift.min(count, other.count)
        guard !isEqual(other, in: range) else { return nil }
        // The first difference is in the first half that has one.
        while range.count > 1 {
            let middle = range.lowerBound + range.count / 2
            let half = range.lowerBound..<middle
            range = isEqual(other, in: half) ? middle..<range.upperBound : half
        }
        return range.lowerBound
    }

    private func isEqual(_ other: [UInt8], in range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return true }
        return withUnsafeBytes { mine in
            other.withUnsafeBytes { theirs in
                guard let mine = mine.baseAddress, let theirs = theirs.baseAddress else {
                    return false
                }
                return memcmp(mine + range.lowerBound, theirs + range.lowerBound, range.count) == 0
            }
        }
    }
}
