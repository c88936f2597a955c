// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport

/// How a test case fared over several runs of a cloud.
package struct Trend: Codable, Sendable {
    package var cloud: String
    package var testcase: String
    /// The runs that have a result, and those that passed.
    package var runs: Int
    package var passed: Int
    /// The last verdict, and the start of the run since which it is the same.
    package var verdict: Verdict
    package var since: String
    /// How often the verdict changed.
    package var changes: Int
    /// The median duration of passes, and that of the last run, if it passed.
    package var median: ReportedSeconds?
    package var last: ReportedSeconds?
    /// Whether the last duration left the range of those before it.
    package var unusual: Bool

    enum CodingKeys: String, CodingKey {
        case cloud, testcase, runs, passed, verdict, since, changes, unusual
        case median = "median_seconds"
        case last = "last_seconds"
    }

    /// Nil if no run has a result; `results` are those of one test case and cloud, the oldest first.
    init?(_ results: [HistoryResult]) {
        let tested = results.filter { $0.verdict != .missing || $0.counted }
        guard let newest = tested.last else { return nil }
        let passes = tested.filter { $0.verdict == .pass }
        let durations = passes.compactMap(\.duration?.duration)
        let streak = tested.reversed().prefix { $0.verdict == newest.verdict }
        cloud = newest.cloud
        testcase = newest.testcase
        runs = tested.count
        passed = passes.count
        verdict = newest.verdict
        since = streak.last?.startedAt ?? newest.startedAt
        changes = zip(tested, tested.dropFirst()).count { $0.verdict != $1.verdict }
        median =
            durations.isEmpty ? nil : ReportedSeconds(durations.sorted()[durations.count / 2])
        last = newest.verdict == .pass ? newest.duration : nil
        let range = last == nil ? nil : DurationRange(of: Array(durations.dropLast()))
        unusual = last.flatMap { last in range.map { !$0.contains(last.duration) } } ?? false
    }

    /// Whether a person should look at it.
    package var isRemarkable: Bool { verdict != .pass || changes > 0 || unusual }

    /// Those of all test cases and clouds, in the order of their names.
    package static func all(_ results: [HistoryResult]) -> [Trend] {
        struct Key: Hashable {
            var cloud: String
            var testcase: String
        }
        return Dictionary(grouping: results) { Key(cloud: $0.cloud, testcase: $0.testcase) }
            .values.compactMap(Trend.init)
            .sorted { ($0.cloud, $0.testcase) < ($1.cloud, $1.testcase) }
    }
}
