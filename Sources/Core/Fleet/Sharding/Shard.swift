// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A deterministic part of the subjects, written `2/4`.
///
/// It follows from a subject's name alone, so adding subjects moves no other.
package struct Shard: Sendable, Equatable, Codable {
    /// From 1.
    package var index: Int
    package var count: Int

    /// Nil if the text is not I/N with 1 ≤ I ≤ N ≤ 10000.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]),
            (1...10_000).contains(count), (1...count).contains(index)
        else { return nil }
        self.index = index
        self.count = count
    }

    package var description: String { "\(index)/\(count)" }

    package func contains(_ name: String) -> Bool {
        // The last 15 hex digits of the SHA-256 fit into an Int.
        let digest = Array(name.utf8).sha256.suffix(15)
        return (Int(digest, radix: 16) ?? 0) % count == index - 1
    }
}
