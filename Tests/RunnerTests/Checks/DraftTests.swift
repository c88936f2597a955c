// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheckTesting
import SCSSimulatedCloud
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSCheckCommand

/// Drafts of standards and of the scope are assessed when they are named, and change nothing else.
struct DraftTests {
    private static let draft = "v6"

    private static func scope() throws -> Scope {
        try #require(try CheckProgram.current.registry().scope("iaas"))
    }

    private static func plan(_ scope: Scope, version: String? = nil) throws -> Plan {
        let registry = try CheckProgram.current.registry()
        let day = try #require(CalendarDate("2026-11-28"))
        return try Plan(
            assessing: try AssessedScope(scope, day: day, version: version),
            modules: registry.modules, standards: registry.standards, selectors: [])
    }

    /// The test cases that the draft requires and no version in force does.
    private static let added: [String] = {
        do {
            let inForce = Set(try plan(scope()).runs.map(\.id))
            return try plan(scope(), version: draft).runs.map(\.id).filter { !inForce.contains($0) }
        } catch { return [] }
    }()

    private static func outcomes(_ plan: Plan, _ profile: String) async throws -> [TestcaseOutcome]
    {
        try await SimulatedRun(profile).carryOut(plan)
    }

    /// Verdict, certificate and the verdict of each test case, as a report has them.
    private static func conclusions(_ plan: Plan, _ profile: String) async throws -> Data {
        let report = Report(
            plan, try await outcomes(plan, profile),
            Report.Frame(
                toolVersion: "0", runID: "r", seed: 0, selection: [],
                startedAt: Date(timeIntervalSince1970: 0),
                endedAt: Date(timeIntervalSince1970: 0), duration: .zero, calls: 0, retries: 0,
                isInterrupted: false,
                subject: Report.Subject(cloud: "c", authURL: nil, region: nil, tlsVerified: true),
                exitStatusRule: .all))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(report.verdict) + encoder.encode(report.certificate)
            + encoder.encode(report.assessment?.versions)
            + encoder.encode(report.testcases.map { [$0.id, $0.conclusion.verdict.rawValue] })
    }

    @Test(arguments: ["compliant", "scs-0104-x-ubuntu-latest", "scs-0104-image-ubuntu-2404"])
    func `Today's verdict and certificate are what they were without the draft`(
        _ profile: String
    ) async throws {
        let scope = try Self.scope()
        var without = scope
        without.versions.removeAll { $0.name == Self.draft }
        without.modules.removeAll { $0.id.hasPrefix("scs-0104-v2") }
        for id in Self.added { without.entries[id] = nil }
        #expect(without.entries.count == scope.entries.count - Self.added.count)
        let today = try await Self.conclusions(try Self.plan(scope), profile)
        #expect(today == (try await Self.conclusions(try Self.plan(without), profile)))
        // A defect of the draft alone is none today.
        let isFail = String(decoding: today, as: UTF8.self).hasPrefix(#""FAIL""#)
        #expect(isFail == (profile == "scs-0104-image-ubuntu-2404"))
    }

    @Test func `The draft is assessed by its name, as a draft, and certifies nothing`() throws {
        let plan = try Self.plan(try Self.scope(), version: Self.draft)
        #expect(plan.scope?.versions.map(\.validity) == [.draft])
        #expect(Scope.Validity.draft.certifies == false)
        #expect(plan.items.contains { $0.entry.id == "scs-0102-os_purpose-uniqueness" })
        #expect(!plan.items.contains { $0.entry.id == "scs-0104-image-ubuntu-2404" })
        #expect(
            try Self.plan(try Self.scope()).scope?.versions.map(\.version.name) == ["next", "v5.1"])
    }

    @Test func `A version that the timeline has dropped is deprecated, no draft`() throws {
        let day = try #require(CalendarDate("2026-11-28"))
        #expect(try Self.scope().version(named: "v4", on: day).validity == .deprecated)
        #expect(try Self.scope().version(named: "v6", on: day).validity == .draft)
    }

    @Test func `A compliant cloud passes the draft`() async throws {
        let plan = try Self.plan(try Self.scope(), version: Self.draft)
        for outcome in try await Self.outcomes(plan, "compliant") where outcome.reason != .manual {
            #expect(outcome.verdict == .pass, "\(outcome.id): \(outcome.message ?? "")")
        }
        #expect(Self.added.count == 10)
    }

    @Test(arguments: added)
    func `Each defect of the draft fails its own test case alone`(_ id: String) async throws {
        #expect(Profile.all.contains { $0.name == id })
        let plan = try Self.plan(try Self.scope(), version: Self.draft)
        let failed = try await Self.outcomes(plan, id).filter { $0.verdict == .fail }
        #expect(failed.map(\.id) == [id])
    }

    @Test func `A glob over names leaves drafts out; a draft's own name selects it`() throws {
        let registry = try CheckProgram.current.registry()
        let drafts = registry.standards.filter(\.isDraft)
        #expect(!drafts.isEmpty)
        for glob in ["*", "scs-*", "scs-01*"] {
            let plan = try Plan(naming: [glob], depth: nil, in: registry)
            #expect(!plan.items.contains { $0.standard.isDraft }, "\(glob)")
        }
        for draft in drafts {
            let plan = try Plan(naming: [draft.version], depth: nil, in: registry)
            #expect(plan.items.allSatisfy { $0.standard.id == draft.id } && !plan.runs.isEmpty)
        }
        let ids = try Plan(naming: ["scs-0104-x-*"], depth: nil, in: registry).runs.map(\.id)
        #expect(ids.count == 10)
    }

    @Test func `The next version requires the services of scs-0123-v2, without placement`() throws {
        let module = try #require(try Self.scope().modules.first { $0.id == "scs-0123-v2" })
        let ids = module.targets.flatMap(\.testcases)
        #expect(ids.count == 7 && !ids.contains("scs-0123-service-placement"))
        let next = try #require(try Self.scope().versions.first { $0.name == "next" })
        #expect(next.includes.contains { $0.module == module.id })
    }

    @Test func `No test case of a draft counts in a version in force`() throws {
        let scope = try Self.scope()
        let day = try #require(CalendarDate("2026-11-28"))
        let drafts = Set(
            try CheckProgram.current.registry().standards.filter(\.isDraft).flatMap {
                $0.testcases.map(\.id)
            })
        for version in scope.versions(on: day) where version.validity.certifies {
            let ids = version.version.targets.flatMap(\.testcases)
            #expect(drafts.isDisjoint(with: ids), "\(version.version.name)")
        }
    }
}
