// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSCheckModules
import SCSSimulatedCloud
import Testing
import TestSupport

struct SCS0116KeyManagerTests {
    private static let permissions = "scs-0116-permissions"

    @Test func `A missing key manager fails only its presence`() async throws {
        let outcomes = try await SCS0116KeyManager().judge(
            #"{"catalog": [{"type": "compute", "endpoints": []}], "roles": ["member"]}"#)
        #expect(outcomes["scs-0116-presence"]?.ruling == "FAIL demand-not-met")
        let outcome = try #require(outcomes[Self.permissions])
        #expect(outcome.ruling == "PASS")
        #expect(outcome.notes.count == 1)
        let states = outcome.steps.map(\.state)
        #expect(states == [.passed, .notReached, .notReached, .notReached])
    }

    @Test func `A cloud whose members may not store secrets fails`() async throws {
        let outcome = try await run("scs-0116-permissions")
        #expect(outcome.ruling == "FAIL demand-not-met")
        #expect(outcome.steps.map(\.state) == [.passed, .failed, .notReached, .notReached])
    }

    @Test func `A secret stored, listed and deleted passes and leaves nothing behind`()
        async throws
    {
        let outcome = try await run("compliant")
        #expect(outcome.ruling == "PASS", "\(outcome.message ?? "")")
        #expect(outcome.steps.allSatisfy { $0.state == .passed })
    }

    private func run(_ profile: String) async throws -> TestcaseOutcome {
        let run = try SimulatedRun(profile)
        let before = run.cloud.inventory
        let outcomes = await run.carryOut(try Plan(of: SCS0116KeyManager(), [Self.permissions]))
        #expect(run.cloud.inventory == before)
        return try #require(outcomes.first { $0.id == Self.permissions })
    }
}
