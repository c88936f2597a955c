// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSupport

extension HistoryView {
    /// For people: the runs or the results, the newest last, then what the trends are.
    package var table: String {
        if runs.isEmpty { return "The history has no run yet.\n" }
        var blocks = [results.map(Self.table) ?? Self.table(runs)]
        if !trends.isEmpty { blocks.append(Self.table(trends)) }
        return blocks.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private static func table(_ runs: [HistoryRun]) -> [String] {
        lined(
            [["STARTED", "CLOUD", "VERDICT", "CERTIFICATE", "RESULTS", "TIME", "RUN"]]
                + runs.map { run in
                    let counts = [
                        (run.failed, "failed"), (run.missing, "missing"),
                        (run.aborted, "aborted"), (run.passed, "passed"), (run.waived, "waived"),
                        (run.leftovers, "left behind"),
                    ]
                    return [
                        run.startedAt, run.cloud.harmless(60), run.verdict.rawValue,
                        run.certificate.map {
                            "\($0.rawValue) \((run.certificateVersion ?? "").harmless(30))"
                        } ?? "none",
                        counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
                            .joined(separator: ", "),
                        run.judged ? "judged" : run.duration.duration.formatted, run.id,
                    ]
                })
    }

    private static func table(_ results: [HistoryResult]) -> [String] {
        lined(
            [["STARTED", "CLOUD", "TEST CASE", "RESULT", "TIME", "RUN"]]
                + results.map { result in
                    let marks =
                        (result.waived ? ", waived" : "") + (result.counted ? "" : ", not counted")
                    return [
                        result.startedAt, result.cloud.harmless(60),
                        result.testcase.harmless(100),
                        result.verdict.rawValue + (result.reason.map { " \($0)" } ?? "") + marks,
                        result.duration?.duration.formatted ?? "", result.run,
                    ]
                })
    }

    private static func table(_ trends: [Trend]) -> [String] {
        lined(
            [["TREND", "CLOUD", "VERDICT", "SINCE", "PASSED", "CHANGES", "MEDIAN", "LAST"]]
                + trends.map { trend in
                    [
                        trend.testcase.harmless(100), trend.cloud.harmless(60),
                        trend.verdict.rawValue, trend.since,
                        "\(trend.passed) of \(trend.runs)", String(trend.changes),
                        trend.median?.duration.formatted ?? "",
                        (trend.last?.duration.formatted ?? "")
                            + (trend.unusual ? " (unusual)" : ""),
                    ]
                })
    }

    private static func lined(_ rows: [[String]]) -> [String] {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let line = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
