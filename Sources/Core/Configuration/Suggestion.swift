// SPDX-License-Identifier: Apache-2.0

/// Finds what somebody probably meant.
package enum Suggestion {
    /// The nearest of `known` by edits, where it is near enough to be meant; nil else.
    package static func nearest(to word: String, among known: [String]) -> String? {
        let word = Array(word.lowercased().prefix(200))
        let ranked = known.map { (name: $0, edits: edits(word, Array($0.lowercased()))) }
        guard let best = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
        return best.edits <= max(2, word.count / 3) ? best.name : nil
    }

    /// Levenshtein's distance.
    private static func edits(_ left: [Character], _ right: [Character]) -> Int {
        var previous = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var current = [i + 1]
            for (j, b) in right.enumerated() {
                current.append(
                    min(previous[j] + (a == b ? 0 : 1), previous[j + 1] + 1, current[j] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
