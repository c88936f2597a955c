// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import Testing
import TestSupport

/// Lies that once did harm, each with the shortest run that creates, waits and deletes.
struct LieTests {
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

    @Test(arguments: Lie.ofCreations)
    func `A false answer to a creation never claims a foreign resource`(_ lie: Lie) async throws {
        for shape in [Self.creation, Self.restore] {
            for verdict in try await run(lie, shape).verdicts {
                #expect(
                    HonestVerdict(about: LieWitness.Order(shape: shape, lie: lie))
                        .objection(to: verdict) == nil)
            }
        }
    }

    @Test(arguments: Lie.ofDeletions)
    func `A false answer to a deletion never hides a leftover`(_ lie: Lie) async throws {
        let verdicts = try await run(lie, Self.deletion).verdicts
        #expect(verdicts == (lie == .ineffective(lasting: true) ? ["PASS leftovers"] : ["PASS"]))
    }

    @Test func `A stray answer, an odd id and a single 404 still yield PASS`() async throws {
        for lie in [Lie.strangersID, .nobodysID, .flickering, .late(6), .twice, .doneAndBusy(429)] {
            #expect(try await run(lie, Self.creation).verdicts == ["PASS"], "\(lie.name)")
        }
    }

    @Test func `A creation without an answer keeps its journal, and the report names the command`()
        async throws
    {
        let run = try await run(.unansweredUntil(45), Self.creation)
        #expect(run.verdicts == ["PASS"])
        let sentences = run.outcomes.flatMap(\.unresolved)
        #expect(sentences.count == 1)
        #expect(sentences.first?.contains("run the cleanup") == true)
    }
}
