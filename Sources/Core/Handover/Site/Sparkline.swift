// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSupport

/// Small drawings of what happened run by run, the newest at the right.
enum Sparkline {
    /// A bar for each run, as high as the share of test cases that passed, in the colour of its verdict.
    static func runs(_ runs: [HistoryRun]) -> HTML {
        let bars = runs.map { run -> (Verdict, Double) in
            let all = run.passed + run.failed + run.aborted + run.missing
            return (run.verdict, all == 0 ? 0 : Double(run.passed) / Double(all))
        }
        return Self.bars(
            bars, "Verdicts of \(runs.count.counted("run")): \(counts(runs.map(\.verdict)))")
    }

    /// A bar for each result of a test case: high where it passed.
    static func verdicts(_ verdicts: [Verdict]) -> HTML {
        bars(
            verdicts.map { ($0, $0 == .pass ? 1 : 0.5) },
            "Verdicts of \(verdicts.count.counted("run")): \(counts(verdicts))")
    }

    /// A line through durations, from zero to the longest; nothing where there are not two.
    static func durations(_ all: [ReportedSeconds]) -> HTML? {
        let seconds = all.map(\.duration.inSeconds)
        guard seconds.count > 1, let longest = seconds.max(), longest > 0,
            let first = all.first, let last = all.last
        else { return nil }
        let points = seconds.enumerated().map { index, value in
            "\(10 + index * 980 / (seconds.count - 1)),\(95 - Int(value / longest * 85))"
        }.joined(separator: " ")
        return """
            <svg class="trend" viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label="Durations: first \(first.duration.formatted), last \(last.duration.formatted)"><line x1="0" y1="95" x2="1000" y2="95" vector-effect="non-scaling-stroke"/><polyline points="\(points)" vector-effect="non-scaling-stroke"/></svg>
            """
    }

    private static func bars(_ bars: [(Verdict, Double)], _ label: String) -> HTML {
        // Few runs do not become broad blocks.
        let width = 1000 / max(bars.count, 30)
        let start = 1000 - width * bars.count
        let rects = bars.enumerated().map { index, bar -> HTML in
            let height = max(12, Int(bar.1 * 100))
            return
                "<rect class=\"\(bar.0.rawValue)\" x=\"\(start + index * width)\" y=\"\(100 - height)\" width=\"\(max(1, width - max(1, width / 6)))\" height=\"\(height)\"/>"
        }
        return """
            <svg class="trend" viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label="\(label)">\(rects)</svg>
            """
    }

    private static func counts(_ verdicts: [Verdict]) -> String {
        [Verdict.fail, .missing, .abort, .pass].compactMap { verdict -> String? in
            let count = verdicts.count { $0 == verdict }
            return count == 0 ? nil : "\(count) \(verdict.rawValue)"
        }.joined(separator: ", ")
    }
}
