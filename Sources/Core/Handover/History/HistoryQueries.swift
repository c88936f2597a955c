// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport

/// What a history is asked for; runs come in the order in which they started.
extension History {
    /// The clouds that it has runs of.
    package func clouds() throws(HistoryError) -> [String] {
        try rows("SELECT DISTINCT cloud FROM run ORDER BY cloud", []).compactMap { $0[0].string }
    }

    /// The last `limit` runs, of one cloud or of all.
    package func runs(cloud: String? = nil, limit: Int) throws(HistoryError) -> [HistoryRun] {
        let rows = try rows(
            """
            SELECT id, cloud, started_at, duration, tool_version, scope, verdict, certificate,
                certificate_version, exit_status, calls, leftovers, is_judged,
                (SELECT count(*) FROM result WHERE run = number AND is_counted AND result.verdict = 'PASS'),
                (SELECT count(*) FROM result WHERE run = number AND is_counted AND result.verdict = 'FAIL'),
                (SELECT count(*) FROM result WHERE run = number AND is_counted AND result.verdict = 'ABORT'),
                (SELECT count(*) FROM result WHERE run = number AND is_counted AND result.verdict = 'MISSING'),
                (SELECT count(*) FROM result WHERE run = number AND is_waived)
            FROM run WHERE ?1 IS NULL OR cloud = ?1
            ORDER BY started_at DESC, number DESC LIMIT ?2
            """, [.text(cloud), .int(limit)])
        var runs: [HistoryRun] = []
        for row in rows.reversed() { runs.append(try run(row)) }
        return runs
    }

    private func run(_ row: [SQLValue]) throws(HistoryError) -> HistoryRun {
        guard let verdict = row[6].string.flatMap(Verdict.init) else { throw unreadable("verdict") }
        return HistoryRun(
            id: row[0].string ?? "", cloud: row[1].string ?? "", startedAt: row[2].string ?? "",
            duration: ReportedSeconds(.seconds(row[3].double ?? 0)),
            toolVersion: row[4].string ?? "",
            scope: row[5].string, verdict: verdict,
            certificate: row[7].string.flatMap(Verdict.init), certificateVersion: row[8].string,
            exitStatus: row[9].integer ?? 0, calls: row[10].integer ?? 0,
            leftovers: row[11].integer ?? 0, judged: row[12].bool, passed: row[13].integer ?? 0,
            failed: row[14].integer ?? 0, aborted: row[15].integer ?? 0,
            missing: row[16].integer ?? 0, waived: row[17].integer ?? 0)
    }

    /// The results of all test cases in those runs, run by run.
    package func results(of runs: [HistoryRun]) throws(HistoryError) -> [HistoryResult] {
        var results: [HistoryResult] = []
        for run in runs {
            let rows = try rows(
                """
                SELECT testcase, standard, target, result.verdict, reason, is_counted, is_waived,
                    result.duration
                FROM result JOIN run ON run = number WHERE id = ? ORDER BY testcase
                """, [.text(run.id)])
            for row in rows {
                guard let verdict = row[3].string.flatMap(Verdict.init) else {
                    throw unreadable("verdict")
                }
                results.append(
                    HistoryResult(
                        run: run.id, cloud: run.cloud, startedAt: run.startedAt,
                        testcase: row[0].string ?? "", standard: row[1].string ?? "",
                        target: row[2].string ?? "", verdict: verdict, reason: row[4].string,
                        counted: row[5].bool, waived: row[6].bool,
                        duration: row[7].double.map { ReportedSeconds(.seconds($0)) }))
            }
        }
        return results
    }

    /// The whole report of a run.
    package func report(of run: String) throws(HistoryError) -> Report {
        let row = try rows("SELECT report FROM run WHERE id = ?", [.text(run)]).first
        guard let bytes = row?.first?.bytes else { throw unreadable("report") }
        do {
            return try JSONReport.read(bytes, file: "The report of run \(run.harmless(40))")
        } catch {
            throw HistoryError(description: error.formatted, isDamage: true)
        }
    }

    /// The newest run of a cloud that fits; `before` is a time.
    func newest(
        of cloud: String?, where condition: String, _ value: String, before: String?
    ) throws(HistoryError) -> Report? {
        let row = try rows(
            """
            SELECT id FROM run WHERE (?1 IS NULL OR cloud = ?1) AND \(condition) AND (?3 IS NULL OR started_at < ?3)
            ORDER BY started_at DESC, number DESC LIMIT 1
            """, [.text(cloud), .text(value), .text(before)]
        ).first
        guard let id = row?.first?.string else { return nil }
        return try report(of: id)
    }

    /// The last reports of a cloud before a time, to learn usual durations from.
    package func reports(
        of cloud: String, before: String, limit: Int
    ) throws(HistoryError) -> [Report] {
        let ids = try rows(
            """
            SELECT id FROM run WHERE cloud = ? AND started_at < ? AND NOT is_judged
            ORDER BY started_at DESC, number DESC LIMIT ?
            """, [.text(cloud), .text(before), .int(limit)])
        var reports: [Report] = []
        for id in ids.reversed() { reports.append(try report(of: id[0].string ?? "")) }
        return reports
    }
}
