// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// What a plug-in says in the end about the test case that it was asked about.
struct PluginVerdict: Sendable {
    /// The verdicts that a program can give: what is missing nobody has tried.
    private enum Word: String, CaseIterable {
        case pass = "PASS"
        case fail = "FAIL"
        case abort = "ABORT"
    }

    /// Reasons to fail; an ABORT may have them too, where they say nothing about the requirement.
    private enum Disproof: String, CaseIterable {
        case requirementNotMet = "demand-not-met"
        case resourceError = "resource-error"
        case timedOut = "timed-out"
        case dataMismatch = "data-mismatch"
        case leftovers
    }

    /// Reasons why nothing was found out; that a program gives no result is for others to say.
    private enum Obstacle: String, CaseIterable {
        case quota, auth, throttled, unreachable, interrupted
        case notPermitted = "not-permitted"
        case serviceMissing = "service-missing"
        case notApplicable = "not-applicable"
        case partlyProven = "partly-proven"
        case resourceError = "resource-error"
        case timedOut = "timed-out"
    }

    enum Ending: Sendable {
        case pass
        /// There was nothing to test; why, as a sentence.
        case nothingToTest(String)
        case fail(Finding)
        case abort(Finding)

        var word: String {
            switch self {
            case .pass, .nothingToTest: "PASS"
            case .fail: "FAIL"
            case .abort: "ABORT"
            }
        }
    }

    var testcase: String
    var ending: Ending

    /// Nil where the line is wrong; its reader says why.
    init?(_ line: PluginObject) {
        let testcase = line.id("testcase")
        let word: Word? = line.word("verdict")
        guard let testcase, let word else { return nil }
        self.testcase = testcase
        if word != .pass, line["nothing_to_test"] != nil {
            line.wrong("nothing_to_test", expected: "nothing, as it belongs to PASS")
        }
        switch word {
        case .pass:
            for key in ["reason", "message", "advice"] where line[key] != nil {
                line.wrong(key, expected: "nothing, as a PASS has no \(key)")
            }
            let why = line.text("nothing_to_test", limit: 500, isOptional: true)
            ending = why.map(Ending.nothingToTest) ?? .pass
        case .fail:
            let reason: Disproof? = line.word("reason")
            guard let finding = Self.finding(line, reason?.rawValue) else { return nil }
            ending = .fail(finding)
        case .abort:
            let reason: Obstacle? = line.word("reason")
            guard var finding = Self.finding(line, reason?.rawValue) else { return nil }
            finding.isInconclusive = true
            ending = .abort(finding)
        }
    }

    private static func finding(_ line: PluginObject, _ reason: String?) -> Finding? {
        let message = line.text("message", limit: 2000)
        let advice = line.text("advice", limit: 1000, isOptional: true)
        guard let message, let reason = reason.flatMap(Reason.init) else { return nil }
        return Finding(reason, message, advice: advice)
    }
}
