// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSCheck

extension Plan {
    /// Runs one module, without `Standards/`; nil: all of its test cases.
    package init(
        of module: any CheckModule<Cloud>, _ selectors: [String]? = nil, depth: Depth? = nil
    ) throws {
        let standard = StandardDescription(
            id: module.standard, version: "\(module.standard)-v1", name: module.standard,
            aliases: [], summary: "", url: "",
            testcases: module.testcases.map {
                StandardDescription.Entry(
                    id: $0.id, title: $0.id, target: $0.id.contains("-x-") ? .extended : .main,
                    isManual: false, url: nil)
            })
        try self.init(
            modules: [module], standards: [standard], selectors: selectors ?? [module.standard],
            depth: depth)
    }
}

extension CheckModule where Subject == Cloud {
    /// The verdicts of the test cases on recorded facts, by id.
    package func judge(_ facts: String) async throws -> [String: TestcaseOutcome] {
        let clock = InstantClock()
        let date = try Date("2026-06-20T00:00:00Z", strategy: .iso8601)
        let recorded = try RecordedFacts.read(Array(facts.utf8), file: "facts.json")
        let outcomes = await Engine(
            cloud: .offline(clock: clock, date: { date }), plan: try Plan(of: self, depth: .full),
            tracker: ResourceTracker(
                prefix: "scs-check-test", journal: JournalMemory(), date: { date }),
            facts: FactStore(recorded: recorded, orElse: date), settings: CheckSettings(seed: 1)
        ).run()
        return Dictionary(outcomes.map { ($0.id, $0) }) { first, _ in first }
    }
}

extension TestcaseOutcome {
    /// `PASS`, or `FAIL demand-not-met`, for tables of expectations.
    package var ruling: String {
        verdict.rawValue + (reason.map { " \($0.rawValue)" } ?? "")
    }

    /// All violations, as sentences.
    package var violations: [String] {
        evidence.filter { $0.kind == .violation }.map(\.text)
    }
}
