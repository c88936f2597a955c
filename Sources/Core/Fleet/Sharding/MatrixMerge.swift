// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSCheck
import SCSSupport

/// Joins the results of several runs by SCS-0003-v2: the newest result of each test case counts, and no
/// unfavourable report is left out.
package struct MatrixMerge: Sendable {
    /// A subject's report in one of the folders.
    package struct Part: Sendable {
        package var row: MatrixRow
        package var report: Report?
        /// The folder it comes from, for errors.
        package var folder: String

        package init(row: MatrixRow, report: Report?, folder: String) {
            self.row = row
            self.report = report
            self.folder = folder
        }
    }

    /// The subject's result over all its parts.
    package struct Merged: Sendable {
        package var row: MatrixRow
        package var report: Report?
    }

    package struct Contradiction: Error, CustomStringConvertible {
        package var description: String
    }

    /// Merges the parts of one subject; throws if they are about different clouds.
    package static func subject(_ parts: [Part]) throws -> Merged? {
        let tested = parts.compactMap { part in part.report.map { (part, $0) } }
            .sorted { $0.1.run.endedAt < $1.1.run.endedAt }
        guard let (newest, report) = tested.last else {
            return parts.last.map { Merged(row: $0.row, report: nil) }
        }
        for (part, other) in tested.dropLast() {
            try refuse(report, newest.folder, other, part.folder)
        }
        guard tested.count > 1 else { return Merged(row: newest.row, report: report) }
        let merged = Self.merged(tested.dropLast().map(\.1), into: report)
        var row = MatrixRow(newest.row, merged)
        row.report = newest.row.report
        return Merged(row: row, report: merged)
    }

    private static func refuse(
        _ left: Report, _ leftFolder: String, _ right: Report, _ rightFolder: String
    ) throws {
        let facts: [(String, String?, String?)] = [
            ("Keystone", left.subject.authURL, right.subject.authURL),
            ("region", left.subject.region, right.subject.region),
            ("scope", left.assessment?.uuid, right.assessment?.uuid),
        ]
        for (name, mine, other) in facts where mine != other {
            throw Contradiction(
                description:
                    "\(leftFolder.harmless(300)) and \(rightFolder.harmless(300)) contradict each "
                    + "other about \(left.subject.cloud.quotedForMessage): the \(name) is "
                    + "\((mine ?? "none").quotedForMessage) in one and "
                    + "\((other ?? "none").quotedForMessage) in the other. Rename one of the subjects, or "
                    + "leave one folder out.")
        }
    }

    /// The newest report with the newest result of each test case; `older` are oldest first.
    ///
    /// A result that had expired when the newest run ended is MISSING `expired`.
    static func merged(_ older: [Report], into newest: Report) -> Report {
        let reports = older + [newest]
        var results: [String: Report.TestcaseReport] = [:]
        var order: [String] = []
        for testcase in reports.flatMap(\.testcases) {
            guard let known = results[testcase.id] else {
                order.append(testcase.id)
                results[testcase.id] = testcase
                continue
            }
            // What a run did not test does not replace a result.
            if testcase.isResult || !known.isResult { results[testcase.id] = testcase }
        }
        var result = newest
        result.testcases = order.compactMap { results[$0]?.valid(at: newest.run.endedAt) }
        result.scope = reports.flatMap(\.scope).reduce(into: []) { scope, standard in
            if !scope.contains(where: { $0.id == standard.id }) { scope.append(standard) }
        }
        result.leftovers = reports.flatMap(\.leftovers)
        result.run.interrupted = reports.contains { $0.run.interrupted }
        result.run.calls = reports.reduce(0) { $0 + $1.run.calls }
        // Parts make the whole if one run was about all of it.
        if reports.contains(where: { $0.run.narrowing.isEmpty }) {
            result.run.selection = []
            result.run.excluded = nil
        }
        result.assessment = result.assessment?.updated(
            with: result.testcases.reduce(into: [:]) { $0[$1.id] = $1 })
        let conclusion = RunConclusion(
            result.testcases, assessment: result.assessment, selection: result.run.narrowing,
            rule: result.exitStatusRule, hasLeftovers: !result.leftovers.isEmpty,
            isInterrupted: result.run.interrupted)
        result.testcases = conclusion.testcases
        result.verdict = conclusion.verdict
        result.certificate = conclusion.certificate
        // Failures that are waived stay so.
        result.exitStatus = Assessment.exitStatus(of: result)
        return result
    }
}

extension Report.Run {
    /// What narrows the scope down.
    fileprivate var narrowing: [String] { selection + (excluded ?? []) }
}

extension Report.TestcaseReport {
    /// Whether it was tested or attested, whatever came of it.
    fileprivate var isResult: Bool {
        ![.notSelected, .notImplemented, .manual].contains(reason)
    }

    /// The result as it counts at a time, in RFC 3339 in UTC.
    fileprivate func valid(at time: String) -> Report.TestcaseReport {
        guard verdict != .missing, let validUntil, validUntil <= time else { return self }
        var expired = self
        expired.conclusion = Conclusion(.missing)
        expired.conclusion.finding = Finding(
            .expired, "It was \(verdict.rawValue); that was valid until \(validUntil).",
            advice: Reason.expired.advice())
        expired.validUntil = nil
        return expired
    }
}

extension MatrixRow {
    /// The row of a merged report, with the names of an earlier row.
    fileprivate init(_ row: MatrixRow, _ report: Report) {
        var subject = FleetSubject(cloud: row.cloud, region: row.region, name: row.name)
        subject.parent = row.parent
        subject.groups = row.groups
        subject.labels = row.labels
        self.init(subject, report, path: row.report, before: row)
        changes = row.changes
    }
}
