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
        let merged = Self.merged(tested.map(\.1))
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

    /// One report with the newest result of each test case; `reports` are oldest first.
    static func merged(_ reports: [Report]) -> Report {
        guard var result = reports.last else { preconditionFailure("no report to merge") }
        var newest: [String: Report.TestcaseReport] = [:]
        var order: [String] = []
        for report in reports {
            for testcase in report.testcases {
                // What a run did not test does not replace a result.
                let isResult = ![.notSelected, .notImplemented, .manual].contains(testcase.reason)
                guard let known = newest[testcase.id] else {
                    order.append(testcase.id)
                    newest[testcase.id] = testcase
                    continue
                }
                let knownIsResult =
                    ![.notSelected, .notImplemented, .manual].contains(known.reason)
                if isResult || !knownIsResult { newest[testcase.id] = testcase }
            }
        }
        result.testcases = order.compactMap { newest[$0] }
        result.scope = reports.flatMap(\.scope).reduce(into: []) { scope, standard in
            if !scope.contains(where: { $0.id == standard.id }) { scope.append(standard) }
        }
        result.leftovers = reports.flatMap(\.leftovers)
        result.run.interrupted = reports.contains { $0.run.interrupted }
        result.run.calls = reports.reduce(0) { $0 + $1.run.calls }
        // Parts of a scope make the whole if one of them was asked for all of it.
        result.run.selection =
            reports.contains { $0.run.selection.isEmpty } ? [] : result.run.selection
        result.assessment = result.assessment?.updated(with: newest)
        let conclusion = RunConclusion(
            result.testcases, assessment: result.assessment, selection: result.run.selection,
            rule: result.exitStatusRule, hasLeftovers: !result.leftovers.isEmpty,
            isInterrupted: result.run.interrupted)
        result.testcases = conclusion.testcases
        result.verdict = conclusion.verdict
        result.certificate = conclusion.certificate
        result.exitStatus = conclusion.exitStatus
        return result
    }
}

extension MatrixRow {
    /// The row of a merged report, with the names of an earlier row.
    fileprivate init(_ row: MatrixRow, _ report: Report) {
        var subject = FleetSubject(cloud: row.cloud, region: row.region, name: row.name)
        subject.groups = row.groups
        subject.labels = row.labels
        self.init(subject, report, path: row.report, before: row)
        changes = row.changes
    }
}
