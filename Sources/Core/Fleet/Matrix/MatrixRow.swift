// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport

/// One subject in the matrix.
package struct MatrixRow: Codable, Sendable {
    package var name: String
    package var cloud: String
    package var region: String?
    /// The subject of scs-check.yaml that it is a region of.
    package var parent: String?
    package var groups: [String]
    package var labels: [String: String]
    /// The path of its report, relative to the matrix; nil if there is none.
    package var report: String?
    /// Why there is no report.
    package var problem: String?
    package var verdict: Verdict
    package var certificate: Report.Certificate?
    package var exitStatus: Int
    package var summary: String
    package var endedAt: String?
    package var duration: ReportedSeconds?
    package var calls: Int
    package var leftovers: Int
    /// By the standard's id.
    package var cells: [String: Cell]
    /// What differs from the run before.
    package var changes: [Change]
    /// The test cases that took longest, at most three.
    package var slowest: [Slow]

    /// A subject under a standard.
    package struct Cell: Codable, Sendable, Equatable {
        package var verdict: Verdict
        package var passed: Int
        /// Test cases that count and did not pass, with their verdicts.
        package var others: [String: Verdict]
        /// Since when it has had this verdict, as far as earlier runs in the same folder tell.
        package var since: String?
    }

    package struct Change: Codable, Sendable, Equatable {
        package var testcase: String
        package var from: Verdict
        package var to: Verdict
        package var reason: Reason?
    }

    package struct Slow: Codable, Sendable {
        package var testcase: String
        package var duration: ReportedSeconds

        enum CodingKeys: String, CodingKey {
            case testcase
            case duration = "duration_seconds"
        }
    }

    enum CodingKeys: String, CodingKey {
        case parent = "region_of"
        case name, cloud, region, groups, labels, report, problem, verdict, certificate, summary
        case calls, leftovers, changes, slowest
        case exitStatus = "exit_status"
        case endedAt = "ended_at"
        case duration = "duration_seconds"
        case cells = "standards"
    }

    /// How bad an exit status is.
    package static func rank(_ status: Int) -> Int {
        [0, 2, 1, 3, 130].firstIndex(of: status) ?? 1
    }

    /// A subject that was tested.
    ///
    /// `earlier` is its report of the run before, and `before` its row then.
    package init(
        _ subject: FleetSubject, _ report: Report, path: String?, earlier: Report? = nil,
        before: MatrixRow? = nil
    ) {
        name = subject.name
        cloud = report.subject.cloud
        region = report.subject.region ?? subject.region
        parent = subject.parent
        groups = subject.groups
        labels = subject.labels
        self.report = path
        verdict = report.verdict
        certificate = report.certificate
        exitStatus = report.exitStatus
        summary = report.summary
        endedAt = report.run.endedAt
        duration = report.run.duration
        calls = report.run.calls
        leftovers = report.leftovers.count
        cells = [:]
        for standard in report.scope {
            let own = report.testcases.filter { $0.standard == standard.id && $0.isCounted }
            guard !own.isEmpty else { continue }
            var cell = Cell(
                verdict: Assessment.verdict(over: own.map(\.verdict)),
                passed: own.count { $0.verdict == .pass },
                others: own.filter { $0.verdict != .pass }.reduce(into: [:]) {
                    $0[$1.id] = $1.verdict
                })
            let last = before?.cells[standard.id]
            cell.since = last?.verdict == cell.verdict ? last?.since : report.run.startedAt
            cells[standard.id] = cell
        }
        changes = earlier.map { Self.changes(from: $0, to: report) } ?? []
        slowest = report.testcases.compactMap { testcase in
            testcase.duration.map { Slow(testcase: testcase.id, duration: $0) }
        }.sorted { $0.duration.duration > $1.duration.duration }.prefix(3).map { $0 }
    }

    /// A subject that could not be tested; a wrong configuration is inconclusive, not a failure.
    package init(_ subject: FleetSubject, problem: String, exitStatus: Int = 2) {
        name = subject.name
        cloud = subject.cloud
        region = subject.region
        parent = subject.parent
        groups = subject.groups
        labels = subject.labels
        self.problem = problem
        verdict = .missing
        self.exitStatus = exitStatus
        summary = "not tested: \(problem)"
        calls = 0
        leftovers = 0
        cells = [:]
        changes = []
        slowest = []
    }

    private static func changes(from earlier: Report, to later: Report) -> [Change] {
        let before = earlier.testcases.reduce(into: [:]) { $0[$1.id] = $1 }
        return later.testcases.compactMap { testcase in
            guard let old = before[testcase.id], old.verdict != testcase.verdict,
                old.isCounted || testcase.isCounted
            else { return nil }
            return Change(
                testcase: testcase.id, from: old.verdict, to: testcase.verdict,
                reason: testcase.reason)
        }
    }
}
