// SPDX-License-Identifier: Apache-2.0

/// Finds the name that was probably meant.
package enum Suggestion {
    /// The nearest candidate by edit distance, ignoring case; nil if none is near enough.
    package static func nearest(
        to name: String, among candidates: some Sequence<String>
    ) -> String? {
        let wanted = Array(name.lowercased().unicodeScalars)
        // Longer names are no typos, and comparing them would take long.
        guard !wanted.isEmpty, wanted.count <= 100 else { return nil }
        let allowed = max(1, wanted.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let other = Array(candidate.lowercased().unicodeScalars)
            guard abs(other.count - wanted.count) <= allowed else { continue }
            let distance = distance(wanted, other)
            if distance <= allowed, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    /// `; did you mean "…"?` for the end of an error, or nothing.
    package static func question(
        about name: String, among candidates: some Sequence<String>
    ) -> String {
        nearest(to: name, among: candidates).map { "; did you mean \($0.quotedForMessage)?" } ?? ""
    }

    /// The same as the end of a sentence, which is a full stop where there is no suggestion.
    package static func ending(
        about name: String, among candidates: some Sequence<String>
    ) -> String {
        let question = question(about: name, among: candidates)
        return question.isEmpty ? "." : question
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two names.
    private static func distance(_ from: [Unicode.Scalar], _ to: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...to.count)
        for (i, left) in from.enumerated() {
            var row = [i + 1]
            for (j, right) in to.enumerated() {
                var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (left == right ? 0 : 1))
                if i > 0, j > 0, left == to[j - 1], right == from[i - 1] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[to.count]
    }
}
