// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSCheckModules
import SCSSimulatedCloud
import Testing
import TestSupport

/// The verdicts of scs-0117 on clouds with known faults, without leftovers on any of them.
struct SCS0117VolumeBackupTests {
    struct Expectation: Sendable, CustomTestStringConvertible {
        var profile: String
        var api: String
        var data: String
        var emptyTail: String
        var isClean = true

        var testDescription: String { profile }
    }

    static let table = [
        Expectation(profile: "compliant", api: "PASS", data: "PASS", emptyTail: "PASS"),
        Expectation(
            profile: "backup-service-missing", api: "FAIL resource-error",
            data: "FAIL resource-error", emptyTail: "FAIL resource-error", isClean: false),
        Expectation(
            profile: "backup-not-offered", api: "FAIL demand-not-met", data: "FAIL demand-not-met",
            emptyTail: "FAIL demand-not-met"),
        Expectation(
            profile: "backup-error", api: "FAIL resource-error", data: "FAIL resource-error",
            emptyTail: "FAIL resource-error"),
        Expectation(
            profile: "restore-error", api: "FAIL resource-error", data: "FAIL resource-error",
            emptyTail: "FAIL resource-error"),
        Expectation(
            profile: "failed-restore-volume", api: "FAIL resource-error",
            data: "FAIL resource-error", emptyTail: "FAIL resource-error"),
        Expectation(
            profile: "corrupt-restore", api: "PASS", data: "FAIL data-mismatch",
            emptyTail: "FAIL data-mismatch"),
        Expectation(
            profile: "cut-tail", api: "PASS", data: "PASS", emptyTail: "FAIL data-mismatch"),
        Expectation(profile: "ceph", api: "PASS", data: "PASS", emptyTail: "PASS"),
        Expectation(
            profile: "ceph+hashless+corrupt-restore", api: "PASS", data: "FAIL data-mismatch",
            emptyTail: "FAIL data-mismatch"),
        Expectation(profile: "slow", api: "PASS", data: "PASS", emptyTail: "PASS"),
        Expectation(
            profile: "stuck", api: "FAIL timed-out", data: "FAIL timed-out",
            emptyTail: "FAIL timed-out", isClean: false),
        Expectation(profile: "throttled", api: "PASS", data: "PASS", emptyTail: "PASS"),
        Expectation(profile: "expired-token", api: "PASS", data: "PASS", emptyTail: "PASS"),
        Expectation(
            profile: "quota-full", api: "ABORT quota", data: "ABORT quota", emptyTail: "ABORT quota"
        ),
        Expectation(
            profile: "backup-quota-full", api: "ABORT quota", data: "ABORT quota",
            emptyTail: "ABORT quota"),
        Expectation(
            profile: "admin", api: "ABORT not-permitted", data: "ABORT not-permitted",
            emptyTail: "ABORT not-permitted"),
        Expectation(
            profile: "reader", api: "ABORT not-permitted", data: "ABORT not-permitted",
            emptyTail: "ABORT not-permitted"),
        Expectation(
            profile: "no-image-service", api: "PASS", data: "ABORT not-applicable",
            emptyTail: "ABORT not-applicable"),
        Expectation(
            profile: "image-upload-forbidden", api: "PASS", data: "ABORT not-applicable",
            emptyTail: "ABORT not-applicable"),
        Expectation(
            profile: "no-qcow2", api: "PASS", data: "ABORT partly-proven",
            emptyTail: "ABORT partly-proven"),
        Expectation(
            profile: "parroted-digest", api: "PASS", data: "FAIL data-mismatch",
            emptyTail: "FAIL data-mismatch"),
        Expectation(
            profile: "sizeless", api: "ABORT unreachable", data: "ABORT unreachable",
            emptyTail: "ABORT unreachable"),
        Expectation(profile: "hashless", api: "PASS", data: "PASS", emptyTail: "PASS"),
        Expectation(
            profile: "undeletable", api: "PASS leftovers", data: "ABORT resource-error",
            emptyTail: "ABORT resource-error", isClean: false),
        Expectation(
            profile: "unauthorized", api: "ABORT auth", data: "ABORT auth",
            emptyTail: "ABORT auth"),
    ]

    @Test(arguments: table)
    func `Each profile yields its expected verdict and reason`(_ expected: Expectation) async throws
    {
        let run = try SimulatedRun(expected.profile)
        run.cloud.plant(name: nil)
        run.cloud.plant(name: "scs-check-tesT-1-source")
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(
            try Plan(of: SCS0117VolumeBackup(), ["scs-0117"], depth: .data))
        let found = outcomes.map(\.ruling)
        #expect(
            Array(found.prefix(3)) == [expected.api, expected.data, expected.emptyTail],
            "\(outcomes.compactMap(\.message))")
        #expect((run.cloud.inventory == before) == expected.isClean)
        #expect(outcomes.allSatisfy { $0.leftovers.isEmpty } == expected.isClean)
        for outcome in outcomes.prefix(3) where outcome.verdict != .pass {
            #expect(outcome.message?.isEmpty == false)
        }
    }

    @Test(arguments: 1...12)
    func `A flaky cloud gets no wrong verdict and keeps no leftovers`(_ seed: UInt64) async throws {
        let run = try SimulatedRun("flaky", seed: seed)
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(
            try Plan(of: SCS0117VolumeBackup(), ["scs-0117"], depth: .data))
        for outcome in outcomes.prefix(3) {
            #expect(
                ["PASS", "ABORT unreachable"].contains(outcome.ruling),
                "\(outcome.message ?? "")")
        }
        #expect(outcomes.allSatisfy { $0.leftovers.isEmpty })
        #expect(run.cloud.inventory == before)
    }

    static let chain = "scs-0117-x-incremental FAIL data-mismatch"
    static let reverted = "scs-0117-x-incremental-reverted FAIL data-mismatch"
    static let snapshots = "scs-0117-x-snapshots FAIL data-mismatch"
    static let erased = "scs-0117-x-incremental-erased FAIL data-mismatch"

    @Test(arguments: [
        ("compliant", []),
        ("ceph", [reverted, snapshots]), ("snapshot-top-layer", [reverted, snapshots]),
        ("stale-increment", [chain, reverted]), ("erased-return", [erased]),
    ])
    func `Depth full finds broken chains and snapshots`(
        _ profile: String, _ failures: [String]
    ) async throws {
        let run = try SimulatedRun(profile)
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(
            try Plan(
                of: SCS0117VolumeBackup(), ["scs-0117", "scs-0117-x-incremental-erased"],
                depth: .full))
        let found = outcomes.filter { $0.verdict != .pass }.map { "\($0.id) \($0.ruling)" }
        #expect(found == failures, "\(outcomes.compactMap(\.message))")
        #expect(run.cloud.inventory == before)
    }

    @Test func `A corrupted byte is reported with its offset`() async throws {
        let run = try SimulatedRun("corrupt-restore")
        let outcomes = await run.carryOut(
            try Plan(of: SCS0117VolumeBackup(), ["scs-0117-x-data"], depth: nil))
        let outcome = try #require(outcomes.first { $0.id == "scs-0117-x-data" })
        let offset = try #require(run.cloud.corruptions.values.first)
        #expect(outcome.message?.contains("at byte \(offset) ") == true, "\(outcome.message ?? "")")
    }

    @Test func `A volume whose restore never began is not compared`() async throws {
        let run = try SimulatedRun("broken-restore")
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(
            try Plan(of: SCS0117VolumeBackup(), ["scs-0117-x-data"], depth: nil))
        let outcome = try #require(outcomes.first { $0.id == "scs-0117-x-data" })
        #expect(outcome.ruling == "PASS", "\(outcome.message ?? "")")
        #expect(outcome.notes.contains { $0.contains("restored again") })
        #expect(run.cloud.inventory == before)
    }

    @Test func `The isolation test does not apply without a second credential`() async throws {
        let run = try SimulatedRun(with: [:])
        let outcomes = await run.carryOut(
            try Plan(of: SCS0117VolumeBackup(), ["scs-0117-x-isolation"], depth: nil))
        let outcome = try #require(outcomes.first { $0.id == "scs-0117-x-isolation" })
        #expect(outcome.ruling == "ABORT not-applicable")
    }

    @Test(arguments: 0..<12)
    func `A cancelled run ends every test case as interrupted and leaves nothing behind`(
        _ steps: Int
    )
        async throws
    {
        let run = try SimulatedRun()
        let before = run.cloud.inventory
        let canceller = Canceller(after: steps)
        let work = Task {
            try await run.carryOut(Plan(of: SCS0117VolumeBackup(), ["scs-0117"], depth: .data)) {
                event in
                if case .stepBegan = event { canceller.count() }
            }
        }
        canceller.target(work)
        let outcomes = try await work.value
        #expect(run.cloud.inventory == before)
        #expect(outcomes.allSatisfy { $0.leftovers.isEmpty })
        #expect(outcomes.prefix(3).contains { $0.reason == .interrupted })
        #expect(outcomes.allSatisfy { $0.verdict != .fail })
    }

    @Test func `Two runs in one project do not disturb each other`() async throws {
        let run = try SimulatedRun()
        let plan = try Plan(of: SCS0117VolumeBackup(), ["scs-0117"], depth: .api)
        async let first = run.carryOut(plan)
        async let second = run.carryOut(plan)
        let verdicts = await [first[0], second[0]].map(\.ruling)
        #expect(verdicts == ["PASS", "PASS"])
    }
}
