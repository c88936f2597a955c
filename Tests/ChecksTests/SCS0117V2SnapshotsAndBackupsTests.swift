// SPDX-License-Identifier: Apache-2.0
import SCSCheckTesting
import SCSSimulatedCloud
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSCheckModules

struct SCS0117V2SnapshotsAndBackupsTests {
    private static let head = "subject: c\nwho: Ada\nwhen: 2026-11-01\n"

    private static func read(_ text: String) throws -> SelfDescription {
        let day = try #require(CalendarDate("2026-11-28"))
        return try SelfDescription.read(Array(text.utf8), file: "s.yaml", subject: "c", on: day)
    }

    private static func outcomes(_ text: String?, _ profile: String = "compliant") async throws
        -> [String: TestcaseOutcome]
    {
        let run = try SimulatedRun(profile)
        let before = run.cloud.inventory
        var parameters = ParameterValues()
        parameters[SCS0117V2SnapshotsAndBackups.selfDescription] = try text.map(read)
        let outcomes = await run.carryOut(
            try Plan(of: SCS0117V2SnapshotsAndBackups()), parameters: parameters)
        #expect(run.cloud.inventory == before)
        return Dictionary(outcomes.map { ($0.id, $0) }) { first, _ in first }
    }

    private static let separate = head + "storage: {volumes: [ceph], backups: [s3, tape]}"

    @Test func `Backups on a storage of their own pass`() async throws {
        let outcomes = try await Self.outcomes(Self.separate)
        #expect(outcomes["scs-0117-x-snapshot-restore"]?.ruling == "PASS")
        #expect(outcomes["scs-0117-x-separate-backup"]?.ruling == "PASS")
    }

    @Test(arguments: [nil, head])
    func `Without the provider's word about storage backups never pass`(_ text: String?)
        async throws
    {
        let outcomes = try await Self.outcomes(text)
        let outcome = try #require(outcomes["scs-0117-x-separate-backup"])
        #expect(outcome.ruling == "ABORT not-applicable")
        #expect(outcome.advice?.contains("self-description") == true)
        #expect(outcomes["scs-0117-x-snapshot-restore"]?.ruling == "PASS")
    }

    @Test func `Backups beside the volumes fail, however the storage is spelt`() async throws {
        let text = Self.head + "storage: {volumes: [nvme, Ceph], backups: [ceph]}"
        let outcome = try await Self.outcomes(text)["scs-0117-x-separate-backup"]
        #expect(outcome?.ruling == "FAIL demand-not-met")
        #expect(outcome?.message?.contains("share the storage ceph") == true)
    }

    @Test func `The provider's word does not replace a working backup`() async throws {
        let outcome = try await Self.outcomes(Self.separate, "scs-0117-test-backup")[
            "scs-0117-x-separate-backup"]
        #expect(outcome?.verdict == .fail)
    }

    @Test func `Snapshots that end in error fail and leave nothing behind`() async throws {
        let run = try await SCS0117V2SnapshotsAndBackups().run(["scs-0117-x-snapshot-restore"]) {
            request, response in
            guard request.method == .get, request.path.contains("/snapshots/") else { return }
            let text = String(decoding: response.body, as: UTF8.self)
            response.body = Array(
                text.replacing(#/"status":\s*"available"/#, with: #""status":"error""#).utf8)
        }
        #expect(run.verdicts == ["scs-0117-x-snapshot-restore": .fail])
        #expect(run.leftBehind == [])
    }

    @Test func `A full quota says nothing about snapshots`() async throws {
        let run = try await SCS0117V2SnapshotsAndBackups().run(
            ["scs-0117-x-snapshot-restore"], fault: "quota-full")
        #expect(run.verdicts == ["scs-0117-x-snapshot-restore": .abort])
    }

    @Test func `JSON is read too`() throws {
        let text = #"""
            {"subject": "c", "who": "Ada", "when": "2026-11-01",
             "storage": {"volumes": ["a"], "backups": ["b"]}}
            """#
        #expect(try Self.read(text).storage?.shared == [])
    }

    @Test(arguments: [
        ("", "s.yaml:1:1: "), ("subject: d\nwho: Ada\nwhen: 2026-11-01", "s.yaml:1:10: "),
        ("subject: c\nwhen: 2026-11-01", "s.yaml:1:1: who is missing"),
        ("subject: c\nwho: Ada\nwhen: 2026-11-29", "s.yaml:3:7: "),
        (head + "stroage: {}", "s.yaml:4:1: "),
        (head + "storage: {volumes: [a]}", "s.yaml:4:10: backups is missing"),
        (head + "storage: {volumes: [a], backups: []}", "s.yaml:4:34: "),
        (head + "storage: {volumes: [a], backups: b}", "s.yaml:4:34: "),
    ])
    func `Every mistake in a self-description has its place`(_ text: String, _ place: String)
        throws
    {
        let error = #expect(throws: YAMLError.self) { try Self.read(text) }
        let told = "\(try #require(error))"
        #expect(told.hasPrefix(place), "\(told)")
    }
}
