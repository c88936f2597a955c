// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

@testable import SCSCheckModules

/// Known data: any byte on demand, as an image, and the first difference.
struct VolumeContentTests {
    private let content = VolumeContent(
        seed: 5, size: 1 << 20, extents: [0..<1024, 524_000..<525_011, 1_047_553..<1_048_576])

    @Test(arguments: [1, 7, 4096, 65_537])
    func `Reading in pieces gives the same bytes as reading at once`(_ length: Int64) {
        let whole = content.bytes(in: 0..<content.size)
        var joined: [UInt8] = []
        for start in stride(from: Int64(0), to: 8192, by: Int64.Stride(length)) {
            joined += content.bytes(in: start..<min(8192, start + length))
        }
        #expect(joined == Array(whole[..<8192]))
        #expect(content.bytes(in: 523_999..<525_012) == Array(whole[523_999..<525_012]))
    }

    @Test func `Data are never zero, and the rest always is`() {
        let whole = content.bytes(in: 0..<content.size)
        for (index, byte) in whole.enumerated() {
            let isData = content.extents.contains { $0.contains(Int64(index)) }
            guard (byte != 0) == isData else {
                Issue.record("byte \(index) is \(byte)")
                return
            }
        }
    }

    @Test(arguments: [
        Int64(0), 1, 1023, 1024, 65_535, 65_536, 524_287, 1_048_575,
    ])
    func `A comparison finds the first difference anywhere`(_ offset: Int64) throws {
        var whole = content.bytes(in: 0..<content.size)
        whole[Int(offset)] ^= 0x80
        let reader = ContentReader(content, 0..<content.size)
        var start = 0
        while start < whole.count,
            try reader.receive(Array(whole[start..<min(start + 65_536, whole.count)]))
        {
            start += 65_536
        }
        #expect(reader.difference?.offset == offset)
    }

    @Test func `A stream that ends early is no match`() throws {
        let reader = ContentReader(content, 0..<content.size)
        _ = try reader.receive(content.bytes(in: 0..<1000))
        #expect(reader.difference == nil)
        #expect(reader.offset == 1000)
    }

    @Test(arguments: [0, 1, 5])
    func `A stream with excess bytes is no match`(_ count: Int) throws {
        let reader = ContentReader(content, 1000..<2000)
        let bytes = content.bytes(in: 1000..<2000) + [UInt8](repeating: 7, count: count)
        #expect(try reader.receive(bytes) == (count == 0))
        #expect(reader.hasExcess == (count > 0) && reader.difference == nil)
        #expect(reader.offset == 2000)
        if count == 0 { #expect(try !reader.receive([0]) && reader.hasExcess) }
    }

    @Test func `A sample holds the data, the end and 64 random blocks of each gibibyte`() {
        let size: Int64 = 1 << 30
        let extents = ContentLayout.emptyTail.extents(size: size)
        let content = VolumeContent(seed: 7, size: size, extents: extents)
        let samples = content.samples
        for extent in extents {
            #expect(
                samples.contains {
                    $0.lowerBound <= extent.lowerBound && $0.upperBound >= extent.upperBound
                })
        }
        #expect(samples.last?.upperBound == size)
        #expect((40...67).contains(samples.count))
        let bytes = samples.map { Int64($0.count) }.reduce(0, +)
        #expect(bytes > (64 + 32) * 60_000 && bytes < 8 << 20)
        #expect(zip(samples, samples.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        let other = VolumeContent(seed: 8, size: size, extents: extents)
        #expect(content.samples == samples && other.samples != samples)
        #expect(content.pieces.first?.count == 128 << 20 && content.pieces.last?.upperBound == size)
    }

    @Test(arguments: [Int64(0), 1, 65_535, 65_537, 1 << 20])
    func `A sample of a small volume is the whole volume`(_ size: Int64) {
        let content = VolumeContent(seed: 7, size: size, extents: [0..<size])
        #expect(content.samples == (size == 0 ? [] : [0..<size]))
    }

    @Test(
        arguments: [
            [0..<1024], [70_000..<200_000], [(1 << 30) - 5..<(1 << 30)], [],
        ] as [[Range<Int64>]])
    func `A qcow2 image reads back as its content`(_ extents: [Range<Int64>]) {
        let content = VolumeContent(seed: 9, size: 1 << 30, extents: extents)
        let file = QCOW2Image(of: content).bytes
        func number(_ width: Int, at offset: Int) -> Int {
            file[offset..<(offset + width)].reduce(0) { $0 << 8 | Int($1) }
        }
        #expect(Array(file[0..<4]) == [0x51, 0x46, 0x49, 0xFB])
        #expect(number(8, at: 24) == 1 << 30)
        let (cluster, table) = (1 << number(4, at: 20), number(8, at: 40))
        let mask = 0x00FF_FFFF_FFFF_FE00
        for guest in 0..<((1 << 30) / cluster) {
            let range = Int64(guest * cluster)..<Int64((guest + 1) * cluster)
            let second = number(8, at: table + 8 * (guest / (cluster / 8))) & mask
            let host = second == 0 ? 0 : number(8, at: second + 8 * (guest % (cluster / 8))) & mask
            if host == 0 {
                #expect(content.isEmpty(range))
            } else {
                #expect(Array(file[host..<(host + cluster)]) == content.bytes(in: range))
            }
        }
    }

    @Test func `The digest is that of the bytes`() throws {
        let small = VolumeContent(seed: 1, size: 0, extents: [])
        #expect(
            try ContentDigest.hex(of: small, algorithm: "SHA512")?.hasPrefix("cf83e1357eefb8bd")
                == true)
        #expect(
            try ContentDigest.hex(of: small, algorithm: "sha256")?.hasPrefix("e3b0c44298fc1c14")
                == true)
        #expect(try ContentDigest.hex(of: small, algorithm: "md5") == nil)
    }
}
