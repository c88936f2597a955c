// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import TestSupport
import Testing

/// The lies that did harm once, each against the shortest run that creates, waits and deletes.
@Suite struct LieTests {
    private static let creation = "POST /v3/{id}/volumes"
    private static let restore = "POST /v3/{id}/backups/{id}/restore onto a new volume"
    private static let deletion = "DELETE /v3/{id}/volumes/{id}"

    private func run(_ lie: Lie, _ shape: String) async throws -> LieRun {
        let subject = try #require(try Subject.backups([.api]).first)
        let run = try await LieRun(subject, LieWitness.Order(shape: shape, lie: lie))
        #expect(run.witness.hits > 0)
        #expect(run.violations == [], "\(run.told)")
        return run
    }

    @Test(
        "A creation that is answered with a lie makes nobody else's resource ours",
        arguments: Lie.ofCreations)
    func creations(_ lie: Lie) async throws {
        for shape in [Self.creation, Self.restore] {
            for verdict in try await run(lie, shape).verdicts {
                #expect(
                    HonestVerdict(about: LieWitness.Order(shape: shape, lie: lie))
                        .objection(to: verdict) == nil)
            }
        }
    }

    @Test(
        "A deletion that is answered with a lie leaves nothing untold", arguments: Lie.ofDeletions)
    func deletions(_ lie: Lie) async throws {
        let verdicts = try await run(lie, Self.deletion).verdicts
        #expect(verdicts == (lie == .ineffective(lasting: true) ? ["PASS leftovers"] : ["PASS"]))
    }

    @Test("A stray answer, a strange id and one 404 cost no certificate")
    func harmless() async throws {
        for lie in [Lie.strangersID, .nobodysID, .flickering, .late(6), .twice, .doneAndBusy(429)] {
            #expect(try await run(lie, Self.creation).verdicts == ["PASS"], "\(lie.name)")
        }
    }

    @Test(
        "What was asked for and never answered keeps its journal, and the report names the command")
    func unanswered() async throws {
        let run = try await run(.unansweredUntil(45), Self.creation)
        #expect(run.verdicts == ["PASS"])
        let sentences = run.outcomes.flatMap(\.unresolved)
        #expect(sentences.count == 1)
        #expect(sentences.first?.contains("run the cleanup") == true)
    }
}
