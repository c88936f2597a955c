// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// The resources that this process holds.
struct Footprint {
    /// Open descriptors.
    let descriptors: Int
    /// Resident bytes.
    let memory: Int
    let threads: Int

    static func now() throws -> Footprint {
        // It always includes the descriptor of the listing itself.
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
            .split(separator: " ").dropFirst().first.flatMap { Int($0) }
        guard let pages else { throw CocoaError(.fileReadCorruptFile) }
        return Footprint(
            descriptors: descriptors.count, memory: pages * Int(getpagesize()),
            threads: threads.count)
    }

    /// `12 descriptors, 45.1 MiB`.
    var formatted: String {
        "\(descriptors) descriptors, \(threads) threads, "
            + String(format: "%.1f MiB", Double(memory) / Double(1 << 20))
    }
}
