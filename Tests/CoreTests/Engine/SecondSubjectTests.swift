// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
@testable import SCSCheck
import SCSSupport
import Synchronization
import Testing
import TestSupport

/// The framework runs checks of a subject that is not a cloud, unchanged.
struct SecondSubjectTests {
    @Test func `A subject of another kind is planned, tested, cleaned up and reported`()
        async throws
    {
        let library = Library(rooms: 2)
        let (report, events) = try await run(library)
        #expect(report.verdict == .fail)
        #expect(report.testcases.map(\.verdict) == [.pass, .fail, .abort, .pass])
        #expect(report.testcases[1].message == "Shelf b is not labelled.")
        #expect(report.testcases[1].evidence.contains { $0.text == "PUT shelf: b" })
        #expect(report.testcases[2].reason == .quota)
        #expect(
            report.testcases[3].steps.map(\.title) == ["read the shelves", "shelves have names"])
        #expect(report.leftovers.isEmpty && library.shelves.isEmpty)
        #expect(library.cleanups == 3)
        #expect(events.contains("began library-labelled"))
        #expect(MarkdownReport.render(report).contains("Shelf b is not labelled"))
    }

    @Test func `A resource that cannot be removed is a leftover, whoever owns it`() async throws {
        let library = Library(rooms: 2, keeps: ["a"])
        let (report, _) = try await run(library)
        #expect(report.leftovers.map(\.name) == ["a"])
        #expect(report.exitStatus == 3)
        #expect(report.testcases[0].reason == .leftovers)
    }

    @Test func `An unmet prerequisite keeps its test cases from running`() async throws {
        let library = Library(rooms: 2, isOpen: false)
        let (report, _) = try await run(library)
        #expect(report.testcases.map(\.reason) == Array(repeating: .serviceMissing, count: 4))
        #expect(library.shelves.isEmpty && library.cleanups == 0)
    }

    private func run(_ library: Library) async throws -> (Report, [String]) {
        let module = LabelledShelves()
        let standard = StandardDescription(
            id: module.standard, version: "library-v1", name: "Labelled shelves",
            aliases: ["shelves"], summary: "", url: "",
            testcases: module.testcases.map {
                StandardDescription.Entry(
                    id: $0.id, title: $0.id, target: .main, isManual: false, url: nil)
            })
        let plan = try PlanOf<Library>(
            modules: [module], standards: [standard], selectors: ["shelves"], depth: .api)
        let events = Mutex<[String]>([])
        let outcomes = await EngineOf(
            account: LibraryAccount(subject: library), plan: plan, settings: CheckSettings(seed: 1)
        ) { event in
            if case .began(let id) = event { events.withLock { $0.append("began \(id)") } }
        }.run()
        let now = Date(timeIntervalSince1970: 1_780_000_000)
        let report = Report(
            plan, outcomes,
            Report.Frame(
                toolVersion: "1", runID: "r", seed: 1, selection: ["shelves"], startedAt: now,
                endedAt: now, duration: .zero, calls: 0, retries: 0, isInterrupted: false,
                subject: Report.Subject(
                    cloud: "library", authURL: nil, region: nil, tlsVerified: true)))
        return (report, events.withLock { $0 })
    }
}

/// A library with room for some shelves.
private struct Library: Subject {
    enum Persona: Comparable { case reader }
    typealias Prerequisite = LibraryPrerequisite
    typealias Account = LibraryAccount

    final class Building: Sendable {
        let shelves = Mutex<[String]>([])
        let cleanups = Mutex(0)
    }

    let clock: any Clock<Duration> = InstantClock()
    let date: @Sendable () -> Date = { Date(timeIntervalSince1970: 1_780_000_000) }
    let vault = SecretVault()
    let rooms: Int
    var keeps: Set<String> = []
    var isOpen = true
    private let building = Building()
    private var observer: @Sendable (String) -> Void = { _ in }

    init(rooms: Int, keeps: Set<String> = [], isOpen: Bool = true) {
        self.rooms = rooms
        self.keeps = keeps
        self.isOpen = isOpen
    }

    func observed(byChange note: @escaping @Sendable (String) -> Void) -> Library {
        var copy = self
        copy.observer = note
        return copy
    }

    func quotaBudget() async throws -> QuotaBudget {
        let (left, rooms) = (rooms - shelves.count, rooms)
        return QuotaBudget { name in
            name == "shelves" ? QuotaBudget.Figure(left: left, limit: "\(rooms)", taken: "0") : nil
        }
    }

    var shelves: [String] { building.shelves.withLock { $0 } }
    var cleanups: Int { building.cleanups.withLock { $0 } }

    func put(_ shelf: String) {
        building.shelves.withLock { $0.append(shelf) }
        observer("PUT shelf: \(shelf)")
    }

    func take(_ shelf: String) -> Bool {
        guard !keeps.contains(shelf) else { return false }
        building.shelves.withLock { $0.removeAll { $0 == shelf } }
        return true
    }

    func cleanUp() { building.cleanups.withLock { $0 += 1 } }
}

private enum LibraryPrerequisite: SubjectPrerequisite {
    case open, room

    var isQuota: Bool { self == .room }
    var description: String { isQuota ? "there is room" : "the library is open" }

    func check(
        _ subject: Library, _ facts: FactStoreOf<Library>, others: [Library.Persona: Library]
    ) async throws {
        if self == .open, !subject.isOpen {
            throw Finding(.serviceMissing, "The library is closed.")
        }
    }
}

private struct LibraryAccount: SubjectAccount {
    let subject: Library

    func clean(
        _ numbers: Set<Int>, limit: Duration, onEvent: @escaping @Sendable (TrackerEvent) -> Void
    ) async -> [Leftover] { [] }

    func lastLook(limit: Duration, hasLeftovers: Bool) async -> LastLook {
        var look = LastLook()
        look.leftovers = subject.shelves.filter { !subject.take($0) }.map {
            (
                "library-labelled",
                Leftover(kind: "shelf", name: $0, id: nil, status: nil, reason: "it is full")
            )
        }
        return look
    }
}

private struct LabelledShelves: CheckModule {
    let standard = "library"

    var prerequisites: [LibraryPrerequisite] { [.open, .room] }

    var testcases: [TestcaseOf<Library>] {
        [
            shelf("library-labelled", "a", isLabelled: true),
            shelf("library-unlabelled", "b", isLabelled: false),
            TestcaseOf(
                "library-large", depth: .api,
                ScenarioOf<Library, Void>().step(
                    "put up shelves", creates: Need(amounts: ["shelves": 9])
                ) { _, _ in }),
            .judging(
                "library-names", FactOf.shelves, "shelves have names"
            ) { shelves, judgement in
                for shelf in shelves where shelf.isEmpty { judgement.violation("One has none.") }
            },
        ]
    }

    func cleanUp(_ context: CheckContextOf<Library>) async throws { context.subject.cleanUp() }

    private func shelf(_ id: String, _ name: String, isLabelled: Bool) -> TestcaseOf<Library> {
        TestcaseOf(
            id, depth: .api,
            ScenarioOf<Library, Void>()
                .step("put up a shelf", creates: Need(amounts: ["shelves": 1])) { context, _ in
                    context.subject.put(name)
                }
                .require("it is labelled") { _, _ in
                    guard isLabelled else {
                        throw Finding(.requirementNotMet, "Shelf \(name) is not labelled.")
                    }
                })
    }
}

extension FactOf where Subject == Library, Value == [String] {
    fileprivate static var shelves: FactOf {
        FactOf("shelves", "The shelves that are up.", calls: ["GET shelves"]) { library in
            library.shelves
        }
    }
}
