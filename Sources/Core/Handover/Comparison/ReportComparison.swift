// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport

/// What changed between two reports: `docs/schemas/diff.schema.json`.
///
/// The first is taken for the earlier one, whatever their times.
package struct ReportComparison: Codable, Sendable {
    /// Increases when a reader of older comparisons would misread newer ones.
    package static let schemaVersion = 1

    /// One of the two reports.
    package struct Side: Codable, Sendable {
        package var run: String
        package var cloud: String
        package var startedAt: String
        package var verdict: Verdict
        package var exitStatus: Int

        enum CodingKeys: String, CodingKey {
            case run, cloud, verdict
            case startedAt = "started_at"
            case exitStatus = "exit_status"
        }
    }

    /// A test case that only one of the two tested.
    package struct OneSided: Codable, Sendable {
        package var testcase: String
        package var verdict: Verdict
        /// Why the other has no result; nil if it does not list the test case.
        package var otherwise: Reason?
    }

    package var schemaVersion = ReportComparison.schemaVersion
    package var from: Side
    package var to: Side
    /// Test cases that count, did not pass, and were better before.
    package var regressions: [TestcaseChange] = []
    /// Test cases that pass and did not before.
    package var fixes: [TestcaseChange] = []
    /// Other changes of verdict, reason, message, or of what counts.
    package var changes: [TestcaseChange] = []
    package var durations: [DurationChange] = []
    package var durationRule = DurationRange.rule
    /// What else differs between the runs: program, scope, cloud, selection.
    package var circumstances: [Circumstance]
    package var onlyInFrom: [OneSided] = []
    package var onlyInTo: [OneSided] = []
    /// How many test cases both tested with the same result.
    package var unchanged = 0

    /// Compares; pure. `earlier` has further reports to learn the usual durations from.
    package init(from old: Report, to new: Report, earlier: [Report] = []) {
        from = Side(old)
        to = Side(new)
        circumstances = Circumstance.all(from: old, to: new)
        let before = Dictionary(old.testcases.map { ($0.id, $0) }) { first, _ in first }
        var after: Set<String> = []
        for testcase in new.testcases where after.insert(testcase.id).inserted {
            add(before[testcase.id], testcase)
        }
        for testcase in old.testcases where testcase.isTested && !after.contains(testcase.id) {
            onlyInFrom.append(OneSided(testcase: testcase.id, verdict: testcase.verdict))
        }
        durations = DurationChange.all(in: new, since: earlier + [old])
    }

    private mutating func add(_ old: Report.TestcaseReport?, _ new: Report.TestcaseReport) {
        guard let old, old.isTested else {
            guard new.isTested else { return }
            onlyInTo.append(
                OneSided(testcase: new.id, verdict: new.verdict, otherwise: old?.reason))
            return
        }
        guard new.isTested else {
            onlyInFrom.append(
                OneSided(testcase: old.id, verdict: old.verdict, otherwise: new.reason))
            return
        }
        guard let change = TestcaseChange(from: old, to: new) else {
            unchanged += 1
            return
        }
        switch change.kind {
        case .regression: regressions.append(change)
        case .fix: fixes.append(change)
        case .other: changes.append(change)
        }
    }

    enum CodingKeys: String, CodingKey {
        case from, to, regressions, fixes, changes, durations, circumstances, unchanged
        case schemaVersion = "schema_version"
        case durationRule = "duration_rule"
        case onlyInFrom = "only_in_from"
        case onlyInTo = "only_in_to"
    }
}

extension ReportComparison.Side {
    fileprivate init(_ report: Report) {
        self.init(
            run: report.run.id, cloud: report.subject.cloud, startedAt: report.run.startedAt,
            verdict: report.verdict, exitStatus: report.exitStatus)
    }
}

extension Report.TestcaseReport {
    /// Whether it has a result, or lacks one that it should have.
    fileprivate var isTested: Bool { verdict != .missing || isCounted }
}
