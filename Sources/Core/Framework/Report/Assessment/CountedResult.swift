// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A test case's result in formats that know no verdicts; they agree with the exit status.
enum CountedResult: CaseIterable {
    case passed, failed
    /// It counts and could not be determined, or has no valid result.
    case undetermined
    /// It does not affect the verdict.
    case skipped
}

extension Report.TestcaseReport {
    var countedResult: CountedResult {
        switch verdict {
        case .pass: .passed
        // Its mark says that it failed; what reads these results is to stay green.
        case .fail: waiver == nil ? .failed : .skipped
        case .abort, .missing: isCounted ? .undetermined : .skipped
        }
    }

    /// One line: the verdict, its reason and the message.
    var headline: String {
        let reason = reason.map { " \($0.rawValue)" } ?? ""
        let waived = waiver.map { " (waived until \($0.expires))" } ?? ""
        let message = message.map { ": \($0.harmless(2000))" } ?? ""
        return verdict.rawValue + reason + waived + message
    }

    /// The step that ended it early.
    var endedAt: Report.StepReport? {
        steps.first { $0.state == .failed || $0.state == .aborted }
    }

    /// Lines below the headline: the step, the advice, the evidence.
    var explanation: [String] {
        var lines: [String] = waiver.map { [$0.sentence] } ?? []
        if let step = endedAt { lines.append("At the step: \(step.title.harmless(300))") }
        if let advice { lines.append("What to do: \(advice.harmless(2000))") }
        return lines + evidence.map { "\($0.kind.rawValue): \($0.text.harmless(2000))" }
    }
}

extension ReportedSeconds {
    /// Seconds with three decimals, whatever the locale.
    package var decimal: String {
        let thousandths = String(milliseconds % 1000)
        return "\(milliseconds / 1000)."
            + String(repeating: "0", count: 3 - thousandths.count) + thousandths
    }

    var milliseconds: Int { Int((duration.inSeconds * 1000).rounded()) }
}
