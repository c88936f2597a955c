// SPDX-License-Identifier: Apache-2.0

/// Where in a volume a content has data.
enum ContentLayout: Sendable {
    /// At the beginning, in the middle and up to the very last byte.
    case toTheLastByte
    /// At the beginning and in the middle; the second half ends in empty space.
    case emptyTail
    /// As `toTheLastByte`, and `places` more (1…12), each at a place of its own.
    case andMore(places: [Int])
    /// As `toTheLastByte`, but nothing in the middle.
    case emptyMiddle

    /// The byte ranges with data in a volume of `size` bytes; each a 1024th of it.
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
