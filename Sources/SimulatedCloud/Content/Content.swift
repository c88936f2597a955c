// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// The bytes of a volume or image; only blocks that are not all zero are stored.
struct Content: Sendable, Hashable {
    static let blockSize = 16 << 10
    private static let zeros = [UInt8](repeating: 0, count: blockSize)

    /// The size in bytes.
    private(set) var size: Int64
    /// Blocks by number; never all zeros, so that equal contents compare equal.
    private var blocks: [Int64: [UInt8]] = [:]

    init(size: Int64) {
        self.size = size
    }

    /// Reads `count` bytes from `offset`, fewer at the end.
    func read(at offset: Int64, count: Int) -> [UInt8] {
        let end = min(size, offset + Int64(count))
        guard offset < end else { return [] }
        var bytes = [UInt8](repeating: 0, count: Int(end - offset))
        var position = offset
        while position < end {
            let inside = Int(position % Int64(Self.blockSize))
            let length = min(Self.blockSize - inside, Int(end - position))
            if let block = blocks[position / Int64(Self.blockSize)] {
                let target = Int(position - offset)
                bytes.replaceSubrange(
                    target..<(target + length), with: block[inside..<(inside + length)])
            }
            position += Int64(length)
        }
        return bytes
    }

    /// Whether any byte of a range may be non-zero.
    func hasData(_ range: Range<Int64>) -> Bool {
        let size = Int64(Self.blockSize)
        guard !blocks.isEmpty, !range.isEmpty else { return false }
        return (range.lowerBound / size...(range.upperBound - 1) / size)
            .contains { blocks[$0] != nil }
    }

    /// Writes `bytes` at `offset`; bytes beyond the end are dropped.
    mutating func write(_ bytes: [UInt8], at offset: Int64) {
        let end = min(size, offset + Int64(bytes.count))
        var position = offset
        while position < end {
            let inside = Int(position % Int64(Self.blockSize))
            let length = min(Self.blockSize - inside, Int(end - position))
            let from = Int(position - offset)
            let number = position / Int64(Self.blockSize)
            var block = blocks[number] ?? Self.zeros
            block.replaceSubrange(
                inside..<(inside + length), with: bytes[from..<(from + length)])
            set(number, block)
            position += Int64(length)
        }
    }

    /// Appends `bytes`.
    mutating func append(_ bytes: [UInt8]) {
        let end = size
        size += Int64(bytes.count)
        write(bytes, at: end)
    }

    /// Truncates, or extends with zeros.
    mutating func resize(to newSize: Int64) {
        if newSize < size {
            let kept = newSize / Int64(Self.blockSize)
            blocks = blocks.filter { $0.key <= kept }
            if var block = blocks[kept] {
                let inside = Int(newSize % Int64(Self.blockSize))
                block.replaceSubrange(inside..., with: Self.zeros[inside...])
                set(kept, block)
            }
        }
        size = newSize
    }

    /// This content with its beginning overwritten by all bytes of `other`, zeros included.
    func overwritten(by other: Content) -> Content {
        var result = self
        var tail = Content(size: size)
        if other.size < size {
            tail = self
            tail.clear(upTo: other.size)
        }
        result.blocks = other.blocks
        result.size = max(size, other.size)
        for (number, block) in tail.blocks {
            let merged = zip(block, result.blocks[number] ?? Self.zeros).map { $0 | $1 }
            result.set(number, merged)
        }
        result.resize(to: size)
        return result
    }

    /// The offset after the last non-zero byte.
    var endOfData: Int64 {
        guard let last = blocks.keys.max(), let block = blocks[last],
            let index = block.lastIndex(where: { $0 != 0 })
        else { return 0 }
        return last * Int64(Self.blockSize) + Int64(index) + 1
    }

    /// Only the blocks that differ from `earlier`; zeros elsewhere.
    func changes(since earlier: Content) -> Content {
        var result = self
        result.blocks = blocks.filter { earlier.blocks[$0.key] != $0.value }
        return result
    }

    /// This content with blocks of `ghost` where neither it nor `parent` has any.
    func haunted(by ghost: Content, parent: Content) -> Content {
        var result = self
        for (number, block) in ghost.blocks
        where blocks[number] == nil && parent.blocks[number] == nil {
            result.set(number, block)
        }
        result.resize(to: size)
        return result
    }

    /// Blocks of this content, and those of `other` where it has none.
    func joined(with other: Content) -> Content {
        var result = self
        result.size = max(size, other.size)
        result.blocks.merge(other.blocks) { mine, _ in mine }
        return result
    }

    private mutating func clear(upTo offset: Int64) {
        let first = offset / Int64(Self.blockSize)
        blocks = blocks.filter { $0.key >= first }
        if var block = blocks[first] {
            let inside = Int(offset % Int64(Self.blockSize))
            block.replaceSubrange(..<inside, with: Self.zeros[..<inside])
            set(first, block)
        }
    }

    /// Whole blocks at once: a byte at a time, hashing is a twentieth of a debug run.
    func hash(into hasher: inout Hasher) {
        hasher.combine(size)
        for number in blocks.keys.sorted() {
            hasher.combine(number)
            blocks[number]?.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }

    private mutating func set(_ number: Int64, _ block: [UInt8]) {
        blocks[number] = block.hasSameBytes(as: Self.zeros) ? nil : block
    }
}

extension Content {
    /// Reads a complete upload, piece by piece.
    init(reading source: any ByteSource) throws {
        self.init(size: 0)
        var source = source
        while true {
            try Task.checkCancellation()
            // A multiple of the block size, so that blocks of zeros are recognised on arrival.
            let piece = try source.next(512 << 10)
            if piece.isEmpty { return }
            append(piece)
        }
    }
}
