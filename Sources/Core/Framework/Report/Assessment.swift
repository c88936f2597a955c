// SPDX-License-Identifier: Apache-2.0

/// What a run's outcomes amount to; pure.
///
/// Everything that a report says about its verdict, and the exit status, comes from here.
package enum Assessment {
    /// One verdict over many: FAIL before MISSING before ABORT before PASS (SCS-0003-v2).
    ///
    /// Of an empty list nothing was tested, which is MISSING.
    package static func verdict(over verdicts: [Verdict]) -> Verdict {
        for verdict in [Verdict.fail, .missing, .abort] where verdicts.contains(verdict) {
            return verdict
        }
        return verdicts.isEmpty ? .missing : .pass
    }

    /// The verdict of a run: over every test case that counts in it.
    package static func run(_ testcases: [Report.TestcaseReport]) -> Verdict {
        verdict(over: testcases.filter(\.isCounted).map(\.verdict))
    }

    /// The verdict that a certificate needs, as far as test cases of the target `main` counted.
    ///
    /// Nil where none did. No certificate stands on it: that takes a whole scope.
    static func main(_ testcases: [Report.TestcaseReport]) -> Report.Certificate? {
        let main = testcases.filter { $0.isCounted && $0.target == .main }
        guard !main.isEmpty else { return nil }
        return Report.Certificate(verdict: verdict(over: main.map(\.verdict)), stands: false)
    }

    /// Whether a test case counts in the run's verdict, apart from what a certificate rests on.
    ///
    /// What nobody set out to test says nothing about a run; nor does a test case beyond the standard
    /// that does not apply to this cloud, or that had no room and nobody asked for (`isByDefault`).
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

    /// 0 compliant, 1 not compliant, 2 inconclusive, 3 left something behind, 130 interrupted.
    package static func exitStatus(
        verdict: Verdict, hasLeftovers: Bool, isInterrupted: Bool
    ) -> Int {
        if isInterrupted { return 130 }
        if hasLeftovers { return 3 }
        switch verdict {
        case .pass: return 0
        case .fail: return 1
        case .abort, .missing: return 2
        }
    }
}

extension Report {
    /// What the exit status speaks for.
    package enum ExitStatusRule: String, Codable, Sendable, CaseIterable {
        /// Everything that was run: `verdict`.
        case all
        /// The target `main` alone: the certificate's verdict.
        case certificate
    }
}
