// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import SCSSimulatedCloud
import Testing
import TestSupport

@testable import SCSCheckCommand

/// Records that lie: every fact of the program's modules is corrupted, whatever it is.
struct FactLieTests {
    private static let lies: [JSON?] = [nil, .null, 7, "x", [], .object([:]), .integer(.min)]

    /// Every value in which one part is replaced or, for nil, removed; of a list the first items.
    private static func corrupted(_ value: JSON, by lie: JSON?) -> [JSON] {
        switch value {
        case .array(let items):
            return items.indices.prefix(2).flatMap { index -> [JSON] in
                var replaced = items
                if let lie { replaced[index] = lie } else { replaced.remove(at: index) }
                return [.array(replaced)]
                    + corrupted(items[index], by: lie).map { item in
                        var items = items
                        items[index] = item
                        return .array(items)
                    }
            }
        case .object(let fields):
            return fields.keys.sorted().flatMap { key -> [JSON] in
                var replaced = fields
                replaced[key] = lie
                return [.object(replaced)]
                    + corrupted(fields[key] ?? .null, by: lie).map { field in
                        var fields = fields
                        fields[key] = field
                        return .object(fields)
                    }
            }
        default: return []
        }
    }

    private static func record() async throws -> JSON {
        let run = try SimulatedRun()
        let recording = FactRecording()
        let store = FactStore(reading: run.reader, recording: recording)
        for fact in try CheckProgram.current.registry().facts { try await read(fact, from: store) }
        return try JSON.parse(try recording.file(recordedAt: run.clock.date, hiding: SecretVault()))
    }

    private static func read<Declared: DeclaredFact<Cloud>>(
        _ fact: Declared, from store: FactStore
    ) async throws { _ = try await store.read(fact.fact) }

    private static func judge(
        _ record: JSON, _ registry: CheckRegistry
    ) async throws -> [TestcaseOutcome] {
        let clock = SimulatedClock()
        let facts = try RecordedFacts.read(try record.bytes(), file: "f")
        let ids = registry.modules.flatMap { $0.testcases }.filter(\.judgesFactsAlone).map(\.id)
        let plan = try Plan(
            modules: registry.modules, standards: registry.standards, selectors: ids, depth: nil)
        return await Engine(
            cloud: .offline(clock: clock, date: { clock.date }), plan: plan,
            tracker: ResourceTracker(
                prefix: "p", journal: JournalMemory(), date: { clock.date }),
            facts: FactStore(recorded: facts, orElse: clock.date), settings: CheckSettings(seed: 1)
        ).run().filter { ids.contains($0.id) }
    }

    @Test func `A fact of a wrong kind yields no verdict of those that judge it`() async throws {
        let record = try await Self.record()
        let registry = try CheckProgram.current.registry()
        for fact in registry.facts where fact.name != "roles" {
            guard case .object(var fields) = record, fields[fact.name] != nil else {
                Issue.record("\(fact.name) was not recorded")
                continue
            }
            fields[fact.name] = 7
            let judges = registry.modules.flatMap { $0.testcases }.filter { testcase in
                testcase.judgesFactsAlone && testcase.facts.contains { $0.name == fact.name }
            }.map(\.id)
            for outcome in try await Self.judge(.object(fields), registry)
            where judges.contains(outcome.id) {
                #expect(outcome.verdict == .missing, "\(outcome.id) of a wrong \(fact.name)")
            }
        }
    }

    @Test(arguments: lies.indices)
    func `No lie in a record is an internal error or disturbs what judges other facts`(_ lie: Int)
        async throws
    {
        let record = try await Self.record()
        guard case .object(let fields) = record else { return }
        let registry = try CheckProgram.current.registry()
        let honest = try await Self.judge(record, registry)
        for fact in registry.facts where fact.name != "roles" {
            let others = registry.modules.flatMap { $0.testcases }.filter { testcase in
                !testcase.facts.contains { $0.name == fact.name }
            }.map(\.id)
            for value in Self.corrupted(fields[fact.name] ?? .null, by: Self.lies[lie]).prefix(4) {
                var lying = fields
                lying[fact.name] = value
                for (outcome, before) in zip(try await Self.judge(.object(lying), registry), honest)
                {
                    #expect(outcome.reason != .internal, "\(outcome.id): \(outcome.message ?? "")")
                    guard others.contains(outcome.id) else { continue }
                    #expect(outcome.verdict == before.verdict, "\(outcome.id)")
                }
            }
        }
    }
}
