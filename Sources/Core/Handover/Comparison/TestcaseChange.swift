// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport

/// One test case whose result differs between two reports.
package struct TestcaseChange: Codable, Sendable {
    /// What a change means for the cloud.
    package enum Kind: Sendable {
        case regression, fix, other
    }

    /// The result in one of the reports.
    package struct Result: Codable, Sendable {
        package var verdict: Verdict
        package var reason: Reason?
        package var message: String?
        package var counted: Bool
        package var waived: Bool

        init(_ testcase: Report.TestcaseReport) {
            verdict = testcase.verdict
            reason = testcase.reason
            message = testcase.message
            counted = testcase.isCounted
            waived = testcase.waiver != nil
        }

        /// `FAIL demand-not-met`, for people.
        package var words: String {
            verdict.rawValue + (reason.map { " \($0.rawValue)" } ?? "")
                + (counted ? "" : ", not counted") + (waived ? ", waived" : "")
        }

        /// A disproof is worse than a result that could not be had.
        fileprivate var rank: Int {
            switch verdict {
            case .pass: 2
            case .abort, .missing: 1
            case .fail: 0
            }
        }
    }

    package var testcase: String
    package var standard: String
    package var title: String
    package var from: Result
    package var to: Result

    /// Nil if the result is the same; ids, times and durations in messages are no difference.
    init?(from old: Report.TestcaseReport, to new: Report.TestcaseReport) {
        testcase = new.id
        standard = new.standard
        title = new.title
        from = Result(old)
        to = Result(new)
        let isSame =
            from.verdict == to.verdict && from.reason == to.reason && from.counted == to.counted
            && from.waived == to.waived
            && from.message.map(NormalText.masked) == to.message.map(NormalText.masked)
        if isSame { return nil }
    }

    package var kind: Kind {
        // Somebody knows of a waived failure.
        if to.counted && !to.waived && to.rank < from.rank { return .regression }
        return to.verdict == .pass && from.verdict != .pass ? .fix : .other
    }
}
