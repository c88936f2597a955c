// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Bytes in memory as a source.
struct ByteArraySource: ByteSource {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next(_ count: Int) throws -> [UInt8] {
        let end = min(offset + count, bytes.count)
        defer { offset = end }
        return Array(bytes[offset..<end])
    }
}
