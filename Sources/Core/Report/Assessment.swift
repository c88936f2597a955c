// SPDX-License-Identifier: Apache-2.0

/// What a run's outcomes amount to; pure.
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

    /// The certificate's verdict: the target `main` alone.
    package static func certificate(_ testcases: [Report.TestcaseReport]) -> Verdict {
        verdict(over: testcases.filter { $0.target == Target.main }.map(\.verdict))
    }

    /// The verdict of the run: of all that it set out to test.
    ///
    /// Manual and unselected test cases say nothing about a run, nor do test cases beyond the
    /// standard that do not apply to this cloud or that nobody asked for (`byDefault`).
    package static func run(
        _ testcases: [Report.TestcaseReport], byDefault: Set<String>
    ) -> Verdict {
        let counted = testcases.filter { testcase in
            switch testcase.verdict {
            case .pass, .fail: true
            case .missing:
                ![.manual, .notSelected, .notImplemented].contains(testcase.reason)
            case .abort:
                testcase.target == Target.main
                    || testcase.reason != .notApplicable && !isFallback(testcase, byDefault)
            }
        }
        return verdict(over: counted.map(\.verdict))
    }

    /// A test case that ran because of the default depth and found no room for itself.
    private static func isFallback(
        _ testcase: Report.TestcaseReport, _ byDefault: Set<String>
    ) -> Bool {
        byDefault.contains(testcase.id)
            && [.quota, .notPermitted, .serviceMissing].contains(testcase.reason)
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
