// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSupport

/// What of a history is shown: `docs/schemas/history.schema.json`.
package struct HistoryView: Encodable, Sendable {
    /// Increases when a reader of older documents would misread newer ones.
    package static let schemaVersion = 1

    package var schemaVersion = HistoryView.schemaVersion
    package var runs: [HistoryRun]
    /// The results of the test cases that were asked for; nil: none was.
    package var results: [HistoryResult]?
    package var trends: [Trend]

    enum CodingKeys: String, CodingKey {
        case runs, results, trends
        case schemaVersion = "schema_version"
    }

    /// The last runs of a cloud or of all, and what they have of the test cases that fit a glob.
    ///
    /// Throws `HistoryError`, or `MalformedGlob`.
    package init(_ history: History, cloud: String?, testcase: String?, limit: Int) throws {
        runs = try history.runs(cloud: cloud, limit: limit)
        if let cloud, runs.isEmpty {
            let clouds = try history.clouds()
            throw HistoryError(
                description: "The history has no run of \(cloud.quotedForMessage)"
                    + (clouds.isEmpty
                        ? "."
                        : Suggestion.question(about: cloud, among: clouds).nonEmpty(orElse: ".")))
        }
        let all = try history.results(of: runs)
        guard let testcase else {
            trends = Trend.all(all).filter(\.isRemarkable)
            return
        }
        let glob = try Glob(testcase)
        let own = all.filter { glob.matches($0.testcase) }
        guard !own.isEmpty else {
            throw HistoryError(
                description: "These runs have no test case \(testcase.quotedForMessage)"
                    + Suggestion.question(about: testcase, among: Set(all.map(\.testcase)).sorted())
                    .nonEmpty(orElse: "."))
        }
        results = own
        trends = Trend.all(own)
    }

    /// UTF-8 with sorted keys.
    package func json() throws -> [UInt8] { try JSONReport.text(self) }

    /// The results, or else the runs: one a line below a header.
    package var csv: String {
        let header: [String]
        let rows: [[String]]
        if let results {
            header = [
                "started_at", "cloud", "run", "testcase", "standard", "target", "verdict",
                "reason", "counted", "waived", "duration_seconds",
            ]
            rows = results.map {
                [
                    $0.startedAt, $0.cloud, $0.run, $0.testcase, $0.standard, $0.target,
                    $0.verdict.rawValue, $0.reason ?? "", String($0.counted), String($0.waived),
                    $0.duration?.decimal ?? "",
                ]
            }
        } else {
            header = [
                "started_at", "cloud", "run", "verdict", "certificate", "certificate_version",
                "exit_status", "passed", "failed", "aborted", "missing", "waived", "leftovers",
                "calls", "duration_seconds", "tool_version", "scope",
            ]
            rows = runs.map {
                [
                    $0.startedAt, $0.cloud, $0.id, $0.verdict.rawValue,
                    $0.certificate?.rawValue ?? "", $0.certificateVersion ?? "",
                    String($0.exitStatus), String($0.passed), String($0.failed),
                    String($0.aborted), String($0.missing), String($0.waived),
                    String($0.leftovers), String($0.calls), $0.duration.decimal, $0.toolVersion,
                    $0.scope ?? "",
                ]
            }
        }
        return CSVReport.lines([header] + rows)
    }
}

extension String {
    fileprivate func nonEmpty(orElse other: String) -> String { isEmpty ? other : self }
}
