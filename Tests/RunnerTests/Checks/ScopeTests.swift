// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSimulatedCloud
import Testing
import TestSupport

@testable import SCSCheckCommand

/// The whole scope against conforming clouds, and against clouds with one defect each.
struct ScopeTests {
    static func plan(_ selectors: [String] = []) throws -> Plan {
        let registry = try CheckProgram.current.registry()
        let day = try #require(CalendarDate("2026-11-23"))
        return try Plan(
            assessing: try AssessedScope(
                try #require(try CheckProgram.current.registry().scope("iaas")), day: day,
                version: nil),
            modules: registry.modules, standards: registry.standards, selectors: selectors)
    }

    @Test func `A compliant cloud passes every automated test case and stays clean`() async throws {
        let run = try SimulatedRun()
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(try Self.plan())
        for outcome in outcomes where outcome.reason != .manual {
            #expect(outcome.verdict == .pass, "\(outcome.id): \(outcome.message ?? "")")
        }
        let manual = try Self.plan().items.filter(\.entry.isManual).map(\.entry.id)
        #expect(outcomes.filter { $0.reason == .manual }.map(\.id) == manual && !manual.isEmpty)
        #expect(run.cloud.inventory == before)
    }

    /// Each automated test case of the scope; each has a simulated defect of the same name.
    static let defects: [String] = {
        do { return try plan().runs.map(\.id) } catch { return [] }
    }()

    @Test func `Every test case has a defect, and every defect is one of a test case`() throws {
        let names = Set(Profile.all.map(\.name))
        #expect(!Self.defects.isEmpty)
        for id in Self.defects {
            #expect(
                names.contains(id),
                "Add a defect \(id) to Sources/SimulatedCloud/Profile/Defect.swift.")
        }
        let known = Set(
            try CheckProgram.current.registry().standards.flatMap(\.testcases).map(\.id))
        for name in names where name.hasPrefix("scs-") {
            #expect(known.contains(name), "No test case is called \(name), as a defect is.")
        }
    }

    @Test(arguments: defects)
    func `Each defect fails its own test case, with a reason`(_ id: String) async throws {
        let run = try SimulatedRun(id)
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(try Self.plan())
        let outcome = try #require(outcomes.first { $0.id == id })
        #expect(outcome.verdict == .fail, "\(outcome.message ?? "")")
        #expect(outcome.message?.isEmpty == false)
        // A missing service cannot be tested; nothing else may fail.
        let others = outcomes.filter { $0.id != id && $0.verdict == .fail }
        let expected = Self.companions[id] ?? []
        #expect(Set(others.map(\.id)) == expected)
        #expect(run.cloud.inventory == before)
    }

    @Test func `A test case of no assessed version is reported as such, not as unknown`() {
        let error = #expect(throws: UnassessedSelection.self) {
            try Self.plan(["scs-0100", "scs-0101-rngd"])
        }
        #expect(
            error?.description.hasPrefix(
                "None of the assessed versions of the scope (next, v5.1) has test cases called "
                    + "'scs-0101-rngd'") == true, "\(error?.description ?? "")")
        #expect(throws: UnknownSelection.self) { try Self.plan(["scs-0101-rngx"]) }
    }

    /// Test cases that necessarily fail together with another.
    static let companions: [String: Set<String>] = [:]

    @Test(arguments: ["admin", "reader"])
    func `A user with too many or too few rights gets no verdict`(_ profile: String) async throws {
        let run = try SimulatedRun(profile)
        for outcome in await run.carryOut(try Self.plan()) where outcome.reason != .manual {
            #expect(outcome.verdict == .abort && outcome.reason == .notPermitted, "\(outcome.id)")
        }
    }

    @Test
    func `Examples in the modules' sources have the verdicts that they claim`() async throws {
        for module in try CheckProgram.current.registry().modules {
            for example in module.examples {
                let facts = try RecordedFacts.read(Array(example.facts.utf8), file: example.title)
                for (id, verdict) in example.verdicts {
                    let outcome = try #require(await Self.judge(facts, id))
                    #expect(
                        outcome.verdict == verdict,
                        "\(example.title): \(id): \(outcome.message ?? "")")
                }
            }
        }
    }

    private static func judge(_ facts: RecordedFacts, _ id: String) async throws -> TestcaseOutcome?
    {
        let clock = SimulatedClock()
        let registry = try CheckProgram.current.registry()
        let plan = try Plan(
            modules: registry.modules, standards: registry.standards, selectors: [id], depth: nil)
        return await Engine(
            cloud: .offline(clock: clock, date: { clock.date }), plan: plan,
            tracker: ResourceTracker(
                prefix: "scs-check-test", journal: JournalMemory(), date: { clock.date }),
            facts: FactStore(recorded: facts, orElse: clock.date), settings: CheckSettings(seed: 1)
        ).run().first { $0.id == id }
    }
}
