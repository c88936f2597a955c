// SPDX-License-Identifier: Apache-2.0

/// Which parts of a volume contain data.
enum ContentLayout: Sendable {
    /// At the beginning, in the middle and up to the very last byte.
    case toTheLastByte
    /// At the beginning and in the middle; the end is empty.
    case emptyTail
    /// Like `toTheLastByte`, with extra data at `places` (1…12).
    case andMore(places: [Int])
    /// Like `toTheLastByte`, without the middle.
    case emptyMiddle

    /// The byte ranges with data in a volume of `size` bytes; each is a 1024th of it.
    func extents(size: Int64) -> [Range<Int64>] {
        let length = size / 1024
        func at(_ offset: Int64) -> Range<Int64> { offset..<(offset + length) }
        let (start, middle, end) = (at(0), at(size / 2 - length / 2), at(size - length))
        switch self {
        case .toTheLastByte: return [start, middle, end]
        case .emptyTail: return [start, middle]
        case .emptyMiddle: return [start, end]
        case .andMore(let places):
            let more = places.map { at(size / 32 * Int64($0)) }
            return ([start, middle, end] + more).sorted { $0.lowerBound < $1.lowerBound }
        }
    }
}
