// SPDX-License-Identifier: Apache-2.0

/// OpenSSH's list of patterns: commas between them, `*` and `?` in them, `!` before one that excludes.
struct PatternList: Sendable, Equatable {
    let text: String

    /// Whether a pattern matches and none excludes.
    func matches(_ name: String) -> Bool {
        var isIncluded = false
        for pattern in text.split(separator: ",") {
            if pattern.first == "!" {
                if Self.matches(Array(pattern.dropFirst().utf8), name) { return false }
            } else if Self.matches(Array(pattern.utf8), name) {
                isIncluded = true
            }
        }
        return isIncluded
    }

    private static func matches(_ pattern: [UInt8], _ name: String) -> Bool {
        let name = Array(name.utf8)
        let (star, any) = (UInt8(ascii: "*"), UInt8(ascii: "?"))
        // Backtracking needs only the last star and where it began to match.
        var (p, n, last, mark) = (0, 0, -1, 0)
        while n < name.count {
            if p < pattern.count, pattern[p] == star {
                (last, mark) = (p, n)
                p += 1
            } else if p < pattern.count, pattern[p] == any || pattern[p] == name[n] {
                p += 1
                n += 1
            } else if last >= 0 {
                mark += 1
                (p, n) = (last + 1, mark)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == star }
    }
}
