// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport

/// The durations that are usual for a test case, learned from those of earlier passes.
struct DurationRange {
    /// Differences of less are noise, however short a test case is.
    private static let margin = 5.0

    /// The rule in words.
    static let rule =
        "A duration leaves its range where a test case passed again and took more than twice its longest, "
        + "or less than half its shortest earlier time, and the difference is more than 5 s."

    let shortest: Double
    let longest: Double

    /// Nil if there is no earlier duration.
    init?(of durations: [Duration]) {
        let seconds = durations.map(\.inSeconds)
        guard let shortest = seconds.min(), let longest = seconds.max() else { return nil }
        self.shortest = shortest
        self.longest = longest
    }

    func contains(_ duration: Duration) -> Bool {
        let seconds = duration.inSeconds
        let isTooLong = seconds > 2 * longest && seconds - longest > Self.margin
        let isTooShort = seconds < shortest / 2 && shortest - seconds > Self.margin
        return !isTooLong && !isTooShort
    }
}

/// A test case that passed again in an unusual time.
package struct DurationChange: Codable, Sendable {
    /// The step whose duration changed most.
    package struct Step: Codable, Sendable {
        package var title: String
        package var from: ReportedSeconds
        package var to: ReportedSeconds
    }

    package var testcase: String
    /// The range of its earlier durations, in seconds.
    package var shortest: ReportedSeconds
    package var longest: ReportedSeconds
    package var duration: ReportedSeconds
    package var step: Step?

    /// Those of `report` that left their ranges, by what `earlier` reports took, the newest last.
    static func all(in report: Report, since earlier: [Report]) -> [DurationChange] {
        let passes = Dictionary(
            grouping: earlier.flatMap(\.testcases).filter(\.isTimedPass), by: \.id)
        return report.testcases.filter(\.isTimedPass).compactMap { testcase in
            let before = passes[testcase.id] ?? []
            guard let duration = testcase.duration,
                let range = DurationRange(of: before.compactMap(\.duration?.duration)),
                !range.contains(duration.duration)
            else { return nil }
            return DurationChange(
                testcase: testcase.id, shortest: ReportedSeconds(.seconds(range.shortest)),
                longest: ReportedSeconds(.seconds(range.longest)), duration: duration,
                step: before.last.flatMap { step(from: $0, to: testcase) })
        }
    }

    private static func step(
        from old: Report.TestcaseReport, to new: Report.TestcaseReport
    ) -> Step? {
        let before = Dictionary(
            old.steps.compactMap { step in step.duration.map { (step.title, $0) } }
        ) { first, _ in first }
        let both = new.steps.compactMap { step -> Step? in
            guard let from = before[step.title], let to = step.duration else { return nil }
            return Step(title: step.title, from: from, to: to)
        }
        func difference(_ step: Step) -> Duration {
            max(step.to.duration - step.from.duration, step.from.duration - step.to.duration)
        }
        return both.max { difference($0) < difference($1) }
    }
}

extension Report.TestcaseReport {
    /// Whether this run itself took that time to pass.
    fileprivate var isTimedPass: Bool {
        verdict == .pass && attestation == nil && carriedOver == nil && duration != nil
    }
}
