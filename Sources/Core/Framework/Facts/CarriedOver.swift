// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSSupport

/// The run whose outcome a later one carries over, from a record or where it goes on.
package struct CarriedOver: Codable, Sendable, Equatable {
    /// The run that tested the cloud; nil if the record does not name it.
    package var run: String?
    /// When it tested the cloud.
    package var at: String

    package init(run: String?, at: String) {
        self.run = run
        self.at = at
    }
}

/// Where recorded facts and outcomes come from.
package struct RecordOrigin: Codable, Sendable {
    package struct Run: Codable, Sendable {
        package var id: String
        package var startedAt: String
        package var endedAt: String

        enum CodingKeys: String, CodingKey {
            case id
            case startedAt = "started_at"
            case endedAt = "ended_at"
        }
    }

    package var tool: Report.Tool
    package var run: Run
    /// The subject and the user that tested it.
    package var subject: Report.Subject

    /// The origin of a record of the run that `report` describes.
    package init(of report: Report) {
        tool = report.tool
        run = Run(
            id: report.run.id, startedAt: report.run.startedAt, endedAt: report.run.endedAt)
        subject = report.subject
    }
}

extension RecordedFacts {
    /// `outcomes`, with those carried over from the record where facts alone do not suffice.
    ///
    /// A result that is no longer valid on `day` is MISSING `expired`.
    package func carryingOver(
        into outcomes: [TestcaseOutcome], of plan: Plan, on day: CalendarDate
    ) -> [TestcaseOutcome] {
        let recorded = Dictionary(self.outcomes.map { ($0.id, $0) }) { first, _ in first }
        return outcomes.map { outcome in
            guard outcome.verdict == .missing,
                [.notRecorded, .manual, .notImplemented].contains(outcome.reason),
                let report = recorded[outcome.id], let startedAt = report.obtainedAt,
                let date = Timestamp.parse(startedAt)
            else { return outcome }
            let entry = plan.scope?.scope.entries[outcome.id]
            var carried = TestcaseOutcome(report, startedAt: date)
            carried.carriedOver = CarriedOver(run: origin?.run.id, at: startedAt)
            guard let end = carried.end(lifetime: entry?.lifetime), end <= day else {
                return carried
            }
            var expired = outcome
            expired.conclusion.finding = Finding(
                .expired,
                "It was \(report.verdict.rawValue) at \(startedAt); that was valid until "
                    + "\(Timestamp.format(end.midnight)).",
                advice: Reason.expired.advice())
            return expired
        }
    }
}

extension Report.TestcaseReport {
    /// When its result was obtained, by a test or a person.
    fileprivate var obtainedAt: String? {
        startedAt
            ?? attestation.flatMap { CalendarDate($0.when) }.map { Timestamp.format($0.midnight) }
    }
}

extension TestcaseOutcome {
    /// The outcome in an earlier report.
    fileprivate init(_ report: Report.TestcaseReport, startedAt: Date) {
        self.init(
            id: report.id, conclusion: report.conclusion, recorded: report.evidence,
            notes: report.notes,
            steps: report.steps.map { step in
                StepOutcome(
                    step: Step(
                        title: step.title, role: step.role, creates: .nothing, deletes: .nothing,
                        calls: []), state: step.state,
                    duration: step.duration?.duration)
            }, startedAt: report.attestation == nil ? startedAt : nil,
            duration: report.duration?.duration, attestation: report.attestation,
            testedBy: report.testedBy)
    }

    /// The first day on which its result is no longer valid; nil if that is no date.
    func end(lifetime: Lifetime?) -> CalendarDate? {
        if let attestation { return CalendarDate(attestation.until)?.adding(days: 1) }
        guard verdict == .pass || verdict == .fail else { return nil }
        return startedAt.map(CalendarDate.init).map { (lifetime ?? .week).end(from: $0) }
    }
}
