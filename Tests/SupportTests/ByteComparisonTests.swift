// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import Testing

/// Arrays of bytes compared as a whole.
struct ByteComparisonTests {
    @Test(arguments: [0, 1, 2, 3, 7, 16, 1023, 4096])
    func `The first of several differences is found at every place`(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        #expect(bytes.firstDifference(from: bytes) == nil)
        for index in bytes.indices where index < 40 || index > count - 3 {
            var other = bytes
            other[index] ^= 1
            other[count - 1] ^= 0x80
            #expect(bytes.firstDifference(from: other) == index)
            #expect(other.firstDifference(from: bytes) == index)
            #expect(!bytes.hasSameBytes(as: other))
        }
    }

    @Test func `What is longer differs as a whole, but in no byte of both`() {
        let bytes: [UInt8] = [1, 2, 3]
        #expect(bytes.firstDifference(from: [1, 2]) == nil)
        #expect([].firstDifference(from: bytes) == nil)
        #expect(!bytes.hasSameBytes(as: [1, 2]))
        #expect(bytes.hasSameBytes(as: [1, 2, 3]))
    }
}
