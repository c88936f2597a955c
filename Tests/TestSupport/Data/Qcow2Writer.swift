// SPDX-License-Identifier: Apache-2.0

/// Writes small qcow2 files for tests: clusters of 4 KiB, one level-2 table for each 2 MiB.
package struct Qcow2Writer {
    private static let cluster = 4096
    private let virtualSize: Int
    private let version: UInt32
    private var clusters: [Int: [UInt8]] = [:]
    private var zeros: Set<Int> = []

    package init(virtualSize: Int, version: UInt32 = 3) {
        self.virtualSize = virtualSize
        self.version = version
    }

    /// Writes up to one cluster of data at a multiple of 4 KiB.
    package mutating func put(_ bytes: [UInt8], at offset: Int) {
        let padding = [UInt8](repeating: 0, count: Self.cluster - bytes.count)
        clusters[offset / Self.cluster] = bytes + padding
    }

    /// Marks the cluster at a multiple of 4 KiB as zero although it is allocated.
    package mutating func markZero(at offset: Int) {
        zeros.insert(offset / Self.cluster)
    }

    /// The whole file.
    package var file: [UInt8] {
        let entries = Self.cluster / 8
        let tables = (virtualSize / Self.cluster + entries - 1) / entries
        var header: [UInt8] = [0x51, 0x46, 0x49, 0xfb]
        header += big(version) + big(UInt64(0)) + big(UInt32(0)) + big(UInt32(12))
        header += big(UInt64(virtualSize)) + big(UInt32(0)) + big(UInt32(tables))
        header += big(UInt64(Self.cluster)) + [UInt8](repeating: 0, count: 56)
        header += big(UInt32(104))
        header += [UInt8](repeating: 0, count: Self.cluster - header.count)
        let firstTable = 2 * Self.cluster
        let firstData = firstTable + tables * Self.cluster
        var first: [UInt8] = []
        var second: [UInt8] = []
        var data: [UInt8] = []
        for table in 0..<tables {
            first += big(UInt64(firstTable + table * Self.cluster) | 1 << 63)
            for index in 0..<entries {
                guard let bytes = clusters[table * entries + index] else {
                    second += big(UInt64(0))
                    continue
                }
                let isZero = zeros.contains(table * entries + index)
                second += big(UInt64(firstData + data.count) | 1 << 63 | (isZero ? 1 : 0))
                data += bytes
            }
        }
        first += [UInt8](repeating: 0, count: Self.cluster - first.count)
        return header + first + second + data
    }

    private func big<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        stride(from: Number.bitWidth - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: number >> Number($0))
        }
    }
}
