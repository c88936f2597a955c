// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The lines of a run in progress, as many and as long as a terminal can erase again.
struct LiveLines {
    /// One for each test case that runs.
    var active: [String]
    /// How many test cases ended, by verdict.
    var ended: [Verdict: Int]

    func fitting(_ terminal: Terminal?, isASCII: Bool) -> [String] {
        guard !active.isEmpty else { return [] }
        // A line that fills the last column may wrap, and a wrapped line cannot be erased.
        let page = TerminalPage(
            columns: (terminal?.columns ?? 80) - 1, isASCII: isASCII, isColoured: false)
        // One line for the counts, one for the cursor.
        let room = max(1, (terminal?.rows ?? 24) - 3)
        let isCut = active.count > room
        var lines = active.prefix(isCut ? max(1, room - 1) : room).map { "… \($0)" }
        if isCut { lines.append("… and \(active.count - lines.count) more") }
        let words: [(Verdict, String)] = [
            (.pass, "passed"), (.fail, "failed"), (.abort, "aborted"), (.missing, "missing"),
        ]
        let counts = words.compactMap { verdict, word in
            ended[verdict].map { "\($0) \(word)" }
        }
        if !counts.isEmpty { lines.append(counts.joined(separator: ", ")) }
        return lines.map { page.cut(page.plain($0)) }
    }
}
