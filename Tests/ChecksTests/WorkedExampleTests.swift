// SPDX-License-Identifier: Apache-2.0
import Core
import FoundationEssentials
import SimulatedCloud
import TestSupport
import Testing

/// The worked example of CONTRIBUTING.md is real: it compiles, it runs, and it is what is shown.
@Suite struct WorkedExampleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    @Test("CONTRIBUTING.md shows the file that is compiled here")
    func shown() throws {
        let root = Self.folder.deletingLastPathComponent().deletingLastPathComponent()
        func text(_ url: URL) throws -> String {
            String(decoding: try Data(contentsOf: url), as: UTF8.self)
        }
        let source = try text(Self.folder.appending(component: "SCS9999Snapshots.swift"))
        let code = source.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
            .joined(separator: "\n")
        let page = try text(root.appending(component: "CONTRIBUTING.md"))
        #expect(page.contains("```swift\n\(code)```"))
    }

    @Test("It passes on a cloud that keeps it, fails on one that does not, and leaves nothing")
    func runs() async throws {
        let module = SCS9999Snapshots()
        let standard = StandardDescription(
            id: module.standard, version: "scs-9999-v1", name: "", aliases: module.aliases,
            summary: "", url: "",
            testcases: module.testcases.map {
                StandardDescription.Entry(
                    id: $0.id, title: $0.id, target: .main, isManual: false, url: nil)
            })
        let plan = try Plan(
            modules: [module], standards: [standard], selectors: ["snapshots"], depth: nil)
        let run = try SimulatedRun()
        let before = run.cloud.inventory
        #expect(await run.carryOut(plan).map(\.verdict) == [.pass, .pass])
        #expect(run.cloud.inventory == before)
        let example = try #require(module.examples.first)
        let clock = SimulatedClock()
        let outcomes = await Engine(
            cloud: .absent(clock: clock, date: { clock.date }), plan: plan,
            tracker: ResourceTracker(
                prefix: "scs-check-test", journal: JournalMemory(), date: { clock.date }),
            facts: FactStore(
                recorded: try RecordedFacts.read(Array(example.facts.utf8), file: "example"),
                orElse: clock.date), settings: CheckSettings(seed: 1)
        ).run()
        #expect(outcomes.map(\.verdict) == [.missing, .fail])
    }
}
