// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A failure that somebody accepts for a time; the test case stays a FAIL.
package struct Waiver: Codable, Sendable, Hashable {
    /// The id or glob that the waiver is for.
    package var testcase: String
    /// The cloud that it is about.
    package var subject: String
    package var justification: String
    package var approver: String
    package var ticket: String
    /// The last day of its validity, `YYYY-MM-DD`.
    package var expires: String

    package init(
        testcase: String, subject: String, justification: String, approver: String, ticket: String,
        expires: String
    ) {
        self.testcase = testcase
        self.subject = subject
        self.justification = justification
        self.approver = approver
        self.ticket = ticket
        self.expires = expires
    }

    /// All of it in one line, for people.
    var sentence: String {
        "Waived until \(expires) by \(approver) (\(ticket)): \(justification)".harmless(2000)
    }
}

extension Report {
    /// The file of waivers that was applied.
    package struct WaiverFileNote: Codable, Sendable {
        package var file: String
        /// The file's SHA-256, in hex.
        package var sha256: String
        /// Waivers that expired, were not needed, or name no test case.
        package var notices: [String]

        package init(file: String, sha256: String, notices: [String]) {
            self.file = file
            self.sha256 = sha256
            self.notices = notices
        }
    }

    /// The test cases whose failure is waived.
    package var waived: [TestcaseReport] { testcases.filter { $0.waiver != nil } }

    /// The same report with these waivers, by test case, instead of its own.
    ///
    /// Only a FAIL can be waived. Verdict and certificate stay; the exit status covers what is not waived, unless
    /// it follows the certificate.
    package func waiving(_ waivers: [String: Waiver], _ note: WaiverFileNote) -> Report {
        var report = self
        for index in testcases.indices {
            let testcase = testcases[index]
            report.testcases[index].waiver =
                testcase.verdict == .fail ? waivers[testcase.id] : nil
        }
        report.waivers = note
        // A status that no waiver had a part in stays, even one by an older rule.
        guard !waived.isEmpty || !report.waived.isEmpty else { return report }
        report.exitStatus = Assessment.exitStatus(of: report)
        return report
    }
}

extension Report.TestcaseReport {
    /// What limits its part in the verdict, to follow the verdict in parentheses; nil: nothing.
    var mark: String? {
        waiver.map { "waived until \($0.expires)" } ?? (isCounted ? nil : "not counted")
    }
}
