// SPDX-License-Identifier: Apache-2.0

/// The verdicts that an external program printed, and whether they count.
///
/// The contract is that of SCS's own harness (`scs-compliance-check.py`): a program prints
/// `testcase-id: PASS|FAIL|ABORT`, and exits with another status than 0 only if the tests could not
/// be run to completion. So the output of a failed program is no verdict.
struct ProgramResults: Sendable {
    /// How a program ended.
    enum Ending: Sendable, Equatable {
        case exited(Int32)
        case signaled(Int32)

        /// Why it did not complete; nil if it did.
        var failure: String? {
            switch self {
            case .exited(0): nil
            case .exited(let status): "ended with status \(status)"
            case .signaled(let signal): "was ended by signal \(signal)"
            }
        }
    }

    let program: String
    let ending: Ending
    /// The different verdicts printed for each test case, in order.
    private let printed: [String: [Verdict]]

    init(of program: String, ending: Ending, output: String, testcases: [String]) {
        self.program = program
        self.ending = ending
        printed = Self.printed(output, among: Set(testcases))
    }

    /// The verdict, with a finding unless it is PASS.
    func conclusion(on testcase: String) -> Conclusion {
        let verdicts = printed[testcase] ?? []
        let words = verdicts.map(\.rawValue)
        func noResult(_ message: String) -> Conclusion {
            Conclusion(.abort, Finding(.noResult, message))
        }
        if let failure = ending.failure {
            let said = words.isEmpty ? "" : " Its output (\(words.formatted)) is ignored."
            return noResult(
                "\(program) \(failure), so its tests did not run to completion.\(said)")
        }
        guard let verdict = verdicts.first else {
            return noResult("\(program) printed no result for \(testcase).")
        }
        guard verdicts.count == 1 else {
            return noResult(
                "\(program) contradicts itself: it printed \(words.formatted) for \(testcase).")
        }
        return switch verdict {
        case .pass: .pass
        case .fail: Conclusion(.fail, Finding(.requirementNotMet, "\(program) reports FAIL."))
        case .abort, .missing: noResult("\(program) reports ABORT.")
        }
    }

    /// The verdicts of result lines: the id before the last colon, in any case.
    private static func printed(_ output: String, among known: Set<String>) -> [String: [Verdict]] {
        var printed: [String: [Verdict]] = [:]
        for line in output.split(whereSeparator: \.isNewline) {
            guard let colon = line.lastIndex(of: ":") else { continue }
            let id = line[..<colon].trimmed
            let word = line[line.index(after: colon)...].trimmed.uppercased()
            guard known.contains(id), let verdict = Verdict(rawValue: word), verdict != .missing,
                printed[id]?.contains(verdict) != true
            else { continue }
            printed[id, default: []].append(verdict)
        }
        return printed
    }
}

extension [String] {
    /// `PASS`, `FAIL and PASS`
    fileprivate var formatted: String { joined(separator: " and ") }
}
