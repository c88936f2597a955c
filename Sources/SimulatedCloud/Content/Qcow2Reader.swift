// SPDX-License-Identifier: Apache-2.0

/// Reads qcow2 images, versions 2 and 3, without compression or backing file.
struct Qcow2Reader {
    /// Why a file is not such an image.
    struct Unreadable: Error {
        let reason: String
    }

    private static let offsetMask: UInt64 = 0x00ff_ffff_ffff_fe00
    private static let magic: [UInt8] = [0x51, 0x46, 0x49, 0xfb]

    /// The size of the disk inside, in bytes.
    let virtualSize: Int64
    private let file: Content
    private let version: UInt64
    private let clusterBits: Int
    private let tableEntries: Int
    private let tableOffset: Int64

    init(_ file: Content) throws(Unreadable) {
        guard file.read(at: 0, count: 4) == Self.magic else {
            throw Unreadable(reason: "The file does not begin with the qcow2 magic.")
        }
        func number(_ offset: Int64, _ count: Int) -> UInt64 { file.number(at: offset, count) }
        self.file = file
        version = number(4, 4)
        clusterBits = Int(number(20, 4))
        virtualSize = Int64(truncatingIfNeeded: number(24, 8))
        tableEntries = Int(number(36, 4))
        tableOffset = Int64(truncatingIfNeeded: number(40, 8))
        guard version == 2 || version == 3 else {
            throw Unreadable(reason: "Version \(version) of qcow2 is not 2 or 3.")
        }
        guard (9...21).contains(clusterBits), virtualSize >= 0, virtualSize < 1 << 50 else {
            throw Unreadable(reason: "The header of the qcow2 file makes no sense.")
        }
        guard number(8, 8) == 0, number(32, 4) == 0 else {
            throw Unreadable(reason: "The qcow2 file has a backing file or is encrypted.")
        }
        // Bit 0 only says that reference counts may be stale, which does not affect reading.
        guard version == 2 || number(72, 8) & ~1 == 0 else {
            throw Unreadable(reason: "The qcow2 file uses an incompatible feature.")
        }
    }

    /// The disk inside.
    func disk() throws(Unreadable) -> Content {
        var disk = Content(size: virtualSize)
        let cluster = Int64(1) << clusterBits
        let entriesInCluster = cluster / 8
        for index in 0..<Int64(tableEntries) {
            let second = file.number(at: tableOffset + index * 8, 8) & Self.offsetMask
            if second == 0 { continue }
            let start = index * entriesInCluster * cluster
            if start >= virtualSize { break }
            for inner in 0..<entriesInCluster {
                let entry = file.number(at: Int64(second) + inner * 8, 8)
                if entry & (1 << 62) != 0 {
                    throw Unreadable(reason: "The qcow2 file is compressed.")
                }
                let offset = Int64(entry & Self.offsetMask)
                let isZero = version == 3 && entry & 1 != 0
                if offset == 0 || isZero { continue }
                disk.write(
                    file.read(at: offset, count: Int(cluster)), at: start + inner * cluster)
            }
        }
        return disk
    }
}

extension Content {
    /// A big-endian number of `count` bytes; zero beyond the end.
    fileprivate func number(at offset: Int64, _ count: Int) -> UInt64 {
        guard offset >= 0, offset < size else { return 0 }
        return read(at: offset, count: count).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
