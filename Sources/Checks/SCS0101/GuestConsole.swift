// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A guest's output, by the marks of its lines.
struct GuestConsole: Sendable {
    static let marker = "_scs-test-"
    private var sections: [String: [String]] = [:]
    private var last: [String] = []
    /// Whether the output is complete.
    private(set) var isComplete = false

    init(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline)
        last = lines.suffix(20).map(String.init)
        for line in lines {
            // Before the mark there is output of cloud-init and other processes.
            guard let start = line.firstRange(of: Self.marker)?.upperBound else { continue }
            let marked = line[start...]
            if marked.hasPrefix("end") { isComplete = true }
            guard let colon = marked.firstIndex(of: ":") else { continue }
            let value = marked[marked.index(after: colon)...].drop(while: \.isWhitespace)
            sections[String(marked[..<colon]), default: []].append(String(value))
        }
    }

    /// The last lines, for finding out what went wrong.
    var tail: [Evidence] {
        last.isEmpty
            ? [Evidence(.output, "the console is empty")] : last.map { Evidence(.output, $0) }
    }

    /// The lines of a section; throws an ABORT if there is none.
    func lines(_ section: String) throws -> [String] {
        guard let lines = sections[section] else {
            throw Finding(
                .noResult, "The console of the virtual machine shows no result for \(section).",
                evidence: tail)
        }
        return lines
    }

    func first(_ section: String) throws -> String {
        try lines(section).first?.trimmed ?? ""
    }
}
