// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
import SCSSupport

extension Report {
    /// What the engine does not know about a run.
    package struct Frame: Sendable {
        package var toolVersion: String
        /// The other package's program that runs it; nil: scs-check itself.
        package var program: String?
        package var runID: String
        package var seed: UInt64
        package var selection: [String]
        /// What was excluded on request.
        package var excluded: [String]
        /// The parameters of checks that were set.
        package var parameters: [String: String]
        package var startedAt: Date
        package var endedAt: Date
        package var duration: Duration
        package var calls: Int
        package var retries: Int
        package var isInterrupted: Bool
        package var subject: Subject
        package var exitStatusRule: ExitStatusRule
        /// The file of recorded facts that was judged; nil if a cloud was tested.
        package var judgedFrom: JudgedFrom?

        package init(
            toolVersion: String, program: String? = nil, runID: String, seed: UInt64,
            selection: [String], excluded: [String] = [], parameters: [String: String] = [:],
            startedAt: Date,
            endedAt: Date, duration: Duration, calls: Int, retries: Int, isInterrupted: Bool,
            subject: Subject, exitStatusRule: ExitStatusRule = .all, judgedFrom: JudgedFrom? = nil
        ) {
            self.toolVersion = toolVersion
            self.program = program
            self.runID = runID
            self.seed = seed
            self.selection = selection
            self.excluded = excluded
            self.parameters = parameters
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.duration = duration
            self.calls = calls
            self.retries = retries
            self.isInterrupted = isInterrupted
            self.subject = subject
            self.exitStatusRule = exitStatusRule
            self.judgedFrom = judgedFrom
        }
    }

    /// Combines plan, outcomes and frame; pure.
    package init<Subject: SCSCheck.Subject>(
        _ plan: PlanOf<Subject>, _ outcomes: [TestcaseOutcome], _ frame: Frame
    ) {
        let testcases = zip(plan.items, outcomes).map { item, outcome in
            TestcaseReport(item, outcome, lifetime: plan.scope?.scope.entries[item.entry.id])
        }
        let leftovers = outcomes.flatMap(\.leftovers)
        let assessment = plan.scope.map { ScopeAssessment($0, testcases) }
        let conclusion = RunConclusion(
            testcases, assessment: assessment, selection: frame.selection + frame.excluded,
            rule: frame.exitStatusRule, hasLeftovers: !leftovers.isEmpty,
            isInterrupted: frame.isInterrupted)
        var standards: [Standard] = []
        for standard in plan.items.map(\.standard)
        where !standards.contains(where: { $0.id == standard.id }) {
            standards.append(
                Standard(
                    id: standard.id, version: standard.version, name: standard.name,
                    url: standard.url))
        }
        self.init(
            tool: Tool(version: frame.toolVersion, program: frame.program), subject: frame.subject,
            scope: standards,
            judgedFrom: frame.judgedFrom, assessment: assessment,
            run: Run(
                id: frame.runID, startedAt: Timestamp.format(frame.startedAt),
                endedAt: Timestamp.format(frame.endedAt), duration: ReportedSeconds(frame.duration),
                depth: plan.depth, selection: frame.selection,
                excluded: frame.excluded.isEmpty ? nil : frame.excluded,
                parameters: frame.parameters.isEmpty ? nil : frame.parameters,
                seed: String(frame.seed),
                calls: frame.calls, retries: frame.retries, interrupted: frame.isInterrupted),
            verdict: conclusion.verdict, certificate: conclusion.certificate,
            exitStatus: conclusion.exitStatus, exitStatusRule: frame.exitStatusRule,
            testcases: conclusion.testcases, leftovers: leftovers)
    }
}

extension Report.TestcaseReport {
    init<Subject: SCSCheck.Subject>(
        _ item: PlanOf<Subject>.Item, _ outcome: TestcaseOutcome, lifetime entry: Scope.Entry?
    ) {
        self.init(
            id: item.entry.id, standard: item.standard.id, target: item.entry.target,
            title: item.entry.title, url: item.entry.url ?? item.standard.url,
            conclusion: outcome.conclusion, isCounted: true,
            startedAt: outcome.startedAt.map(Timestamp.format),
            duration: outcome.duration.map(ReportedSeconds.init),
            validUntil: outcome.end(lifetime: entry?.lifetime)
                .map { Timestamp.format($0.midnight) },
            attestation: outcome.attestation, carriedOver: outcome.carriedOver,
            testedBy: outcome.carriedOver == nil && outcome.startedAt != nil
                ? item.testcase?.program : outcome.testedBy,
            steps: outcome.steps.map { step in
                Report.StepReport(
                    title: step.step.title, role: step.step.role, state: step.state,
                    duration: step.duration.map(ReportedSeconds.init))
            }, evidence: outcome.evidence, notes: outcome.notes)
        isCounted = Assessment.counts(self, isByDefault: item.isByDefault)
    }
}
