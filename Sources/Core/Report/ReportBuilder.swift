// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials

extension Report {
    /// What the engine cannot know about a run.
    package struct Frame: Sendable {
        package var toolVersion: String
        package var runID: String
        package var seed: UInt64
        package var selection: [String]
        package var startedAt: Date
        package var endedAt: Date
        package var duration: Duration
        package var calls: Int
        package var retries: Int
        package var isInterrupted: Bool
        package var subject: Subject

        package init(
            toolVersion: String, runID: String, seed: UInt64, selection: [String], startedAt: Date,
            endedAt: Date, duration: Duration, calls: Int, retries: Int, isInterrupted: Bool,
            subject: Subject
        ) {
            self.toolVersion = toolVersion
            self.runID = runID
            self.seed = seed
            self.selection = selection
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.duration = duration
            self.calls = calls
            self.retries = retries
            self.isInterrupted = isInterrupted
            self.subject = subject
        }
    }

    /// Puts plan, outcomes and frame together; pure.
    package init(_ plan: Plan, _ outcomes: [TestcaseOutcome], _ frame: Frame) {
        let testcases = zip(plan.items, outcomes).map { item, outcome in
            TestcaseReport(item, outcome, lifetime: plan.scope?.scope.entries[item.entry.id])
        }
        let leftovers = outcomes.flatMap(\.leftovers)
        let byDefault = Set(plan.items.filter(\.isByDefault).map(\.entry.id))
        let assessment = plan.scope.map { ScopeAssessment($0, testcases) }
        let certificate =
            assessment?.certificate(isForced: plan.scope?.isForced == true)
            ?? Certificate(verdict: Assessment.certificate(testcases))
        // A scope is judged by what certifies; names that were selected, by all of them, and so is
        // a scope in which nothing certifies.
        let verdict =
            assessment?.hasMain == true && frame.selection.isEmpty
            ? certificate.verdict : Assessment.run(testcases, byDefault: byDefault)
        var standards: [Standard] = []
        for standard in plan.items.map(\.standard)
        where !standards.contains(where: { $0.id == standard.id }) {
            standards.append(
                Standard(
                    id: standard.id, version: standard.version, name: standard.name,
                    url: standard.url))
        }
        self.init(
            tool: Tool(version: frame.toolVersion), subject: frame.subject, scope: standards,
            assessment: assessment,
            run: Run(
                id: frame.runID, startedAt: Timestamp.format(frame.startedAt),
                endedAt: Timestamp.format(frame.endedAt), duration: frame.duration.rounded,
                depth: plan.depth, selection: frame.selection, seed: String(frame.seed),
                calls: frame.calls, retries: frame.retries, interrupted: frame.isInterrupted),
            verdict: verdict,
            certificate: certificate,
            exitStatus: Assessment.exitStatus(
                verdict: verdict, hasLeftovers: !leftovers.isEmpty,
                isInterrupted: frame.isInterrupted),
            testcases: testcases, leftovers: leftovers)
    }
}

extension Report.TestcaseReport {
    init(_ item: Plan.Item, _ outcome: TestcaseOutcome, lifetime entry: Scope.Entry?) {
        let counts = outcome.verdict == .pass || outcome.verdict == .fail
        var end =
            counts
            ? outcome.startedAt.map(CalendarDate.init).map { day in
                (entry?.lifetime ?? .week).end(from: day)
            } : nil
        if let attestation = outcome.attestation {
            end = CalendarDate(attestation.until)?.adding(days: 1)
        }
        self.init(
            id: item.entry.id, standard: item.standard.id, target: item.entry.target,
            title: item.entry.title, url: item.entry.url ?? item.standard.url,
            verdict: outcome.verdict, reason: outcome.reason, message: outcome.message,
            advice: outcome.advice, startedAt: outcome.startedAt.map(Timestamp.format),
            duration: outcome.duration?.rounded,
            validUntil: end.map { Timestamp.format($0.midnight) },
            attestation: outcome.attestation,
            steps: outcome.steps.map { step in
                Report.StepReport(
                    title: step.step.title, role: step.step.role, state: step.state,
                    duration: step.duration?.rounded)
            }, evidence: outcome.evidence, notes: outcome.notes)
    }
}

extension Duration {
    /// Seconds with three decimals.
    fileprivate var rounded: Double { (inSeconds * 1000).rounded() / 1000 }
}
