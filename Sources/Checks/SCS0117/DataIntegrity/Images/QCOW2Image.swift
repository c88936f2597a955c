// SPDX-License-Identifier: Apache-2.0

/// A sparse qcow2 image (version 3) of a volume's content: a gigabyte in a few megabytes.
///
/// Source: the format's specification, docs/interop/qcow2.rst of QEMU.
struct QCOW2Image: Sendable {
    /// The image file.
    let bytes: [UInt8]

    private static let clusterBits = 16
    private static let cluster = 1 << clusterBits
    /// Marks a table entry whose cluster has no other user.
    private static let copied: UInt64 = 1 << 63

    /// Writes header, reference counts, both levels of tables and the clusters with data.
    init(of content: VolumeContent) {
        let cluster = Self.cluster
        let perTable = cluster / 8
        let guestClusters = Int((content.size + Int64(cluster) - 1) / Int64(cluster))
        func guestRange(_ index: Int) -> Range<Int64> {
            let start = Int64(index) * Int64(cluster)
            return start..<min(start + Int64(cluster), content.size)
        }
        let used = (0..<guestClusters).filter { !content.isEmpty(guestRange($0)) }
        let tables = Array(Set(used.map { $0 / perTable })).sorted()
        let firstLevelEntries = (guestClusters + perTable - 1) / perTable

        // Clusters: 0 header, 1 reference table, 2… reference blocks, then L1, L2 tables, data.
        var referenceBlocks = 1
        var firstLevel: Int { 2 + referenceBlocks }
        let firstLevelClusters = max(1, (firstLevelEntries * 8 + cluster - 1) / cluster)
        var total: Int { firstLevel + firstLevelClusters + tables.count + used.count }
        while referenceBlocks * (cluster / 2) < total { referenceBlocks += 1 }
        let tableStart = firstLevel + firstLevelClusters
        let dataStart = tableStart + tables.count

        var file = [UInt8](repeating: 0, count: total * cluster)
        func put(_ value: UInt64, _ width: Int, at offset: Int) {
            for index in 0..<width {
                file[offset + index] = UInt8(
                    truncatingIfNeeded: value >> UInt64(8 * (width - 1 - index)))
            }
        }
        put(0x5146_49FB, 4, at: 0)  // "QFI\xfb"
        put(3, 4, at: 4)  // version
        put(UInt64(Self.clusterBits), 4, at: 20)
        put(UInt64(content.size), 8, at: 24)
        put(UInt64(firstLevelEntries), 4, at: 36)
        put(UInt64(firstLevel * cluster), 8, at: 40)
        put(UInt64(cluster), 8, at: 48)  // reference table
        put(1, 4, at: 56)  // … of one cluster
        put(4, 4, at: 96)  // 16-bit reference counts
        put(104, 4, at: 100)  // header length
        for block in 0..<referenceBlocks {
            put(UInt64((2 + block) * cluster), 8, at: cluster + 8 * block)
        }
        for index in 0..<total { put(1, 2, at: 2 * cluster + 2 * index) }
        for (position, table) in tables.enumerated() {
            put(
                UInt64((tableStart + position) * cluster) | Self.copied, 8,
                at: firstLevel * cluster + 8 * table)
        }
        for (position, guest) in used.enumerated() {
            let host = (dataStart + position) * cluster
            let table = tableStart + (tables.firstIndex(of: guest / perTable) ?? 0)
            put(UInt64(host) | Self.copied, 8, at: table * cluster + 8 * (guest % perTable))
            let data = content.bytes(in: guestRange(guest))
            file.replaceSubrange(host..<(host + data.count), with: data)
        }
        bytes = file
    }
}
