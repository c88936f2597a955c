// SPDX-License-Identifier: Apache-2.0

/// The conclusions from a run's outcomes; pure.
///
/// All that a report says about its verdict, and the exit status, comes from here.
package enum Assessment {
    /// One verdict for many: FAIL before MISSING before ABORT before PASS (SCS-0003-v2).
    ///
    /// An empty list is MISSING, as nothing was tested.
    package static func verdict(over verdicts: [Verdict]) -> Verdict {
        for verdict in [Verdict.fail, .missing, .abort] where verdicts.contains(verdict) {
            return verdict
        }
        return verdicts.isEmpty ? .missing : .pass
    }

    /// The verdict of a run, over all test cases that count in it.
    package static func run(_ testcases: [Report.TestcaseReport]) -> Verdict {
        verdict(over: testcases.filter(\.isCounted).map(\.verdict))
    }

    /// The certificate's verdict, over those test cases of the target `main` that counted.
    ///
    /// Nil if none did. It is no certificate: that takes a whole scope.
    static func main(_ testcases: [Report.TestcaseReport]) -> Report.Certificate? {
        let main = testcases.filter { $0.isCounted && $0.target == .main }
        guard !main.isEmpty else { return nil }
        return Report.Certificate(verdict: verdict(over: main.map(\.verdict)), stands: false)
    }

    /// Whether a test case counts in the run's verdict, beside those that the certificate rests on.
    ///
    /// A test case that was not to be tested does not count; nor does one beyond the standard that
    /// does not apply to this cloud, or that lacked room and ran only by default (`isByDefault`).
    static func counts(_ testcase: Report.TestcaseReport, isByDefault: Bool) -> Bool {
        switch testcase.verdict {
        case .pass, .fail: return true
        case .missing:
            return ![.manual, .notSelected, .notImplemented].contains(testcase.reason)
        case .abort:
            if testcase.target == .main { return true }
            if testcase.reason == .notApplicable { return false }
            let lacksRoom = [.quota, .notPermitted, .serviceMissing].contains(testcase.reason)
            return !(isByDefault && lacksRoom)
        }
    }

    /// The exit status of a report with its waivers.
    ///
    /// By the certificate, a waiver changes nothing: 0 means that the certificate's verdict is PASS.
    package static func exitStatus(of report: Report) -> Int {
        let covered = report.testcases.filter(\.isCounted).map {
            $0.waiver == nil ? $0.verdict : .pass
        }
        return exitStatus(
            verdict: report.exitStatusRule == .all
                ? verdict(over: covered) : report.certificate?.verdict ?? .missing,
            hasLeftovers: !report.leftovers.isEmpty, isInterrupted: report.run.interrupted)
    }

    /// 0 compliant, 1 not compliant, 2 inconclusive, 3 leftovers, 130 interrupted.
    package static func exitStatus(
        verdict: Verdict, hasLeftovers: Bool, isInterrupted: Bool
    ) -> Int {
        status(verdict, hasLeftovers, isInterrupted).rawValue
    }

    private static func status(
        _ verdict: Verdict, _ hasLeftovers: Bool, _ isInterrupted: Bool
    ) -> ExitStatus {
        if isInterrupted { return .interrupted }
        if hasLeftovers { return .leftovers }
        switch verdict {
        case .pass: return .compliant
        case .fail: return .notCompliant
        case .abort, .missing: return .inconclusive
        }
    }
}

extension Report {
    /// What the exit status reflects.
    package enum ExitStatusRule: String, Codable, Sendable, CaseIterable {
        /// Everything that ran: `verdict`.
        case all
        /// The target `main` alone: the certificate's verdict.
        case certificate
    }
}
