// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing
import TestSupport

@testable import SCSCheck

/// A deleted resource is gone, still there or unknown: only as a look has shown.
struct DeletionTests {
    private static let shown =
        #"{"volume": {"id": "v1", "name": "scs-check-x-1-source", "status": "available"}}"#

    private static func answer(
        _ status: Int, _ body: String = "{}", _ headers: HTTPHeaders = [:]
    ) -> ScriptedTransport.Answer {
        .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
    }

    /// Signs in, looks, deletes; every later look gets this answer.
    private func delete(thenLooks look: ScriptedTransport.Answer) async throws {
        let token = """
            {"token": {"expires_at": "2030-01-01T00:00:00Z", "user": {"id": "u", "name": "u"},
             "project": {"id": "p", "name": "p"}, "roles": [], "catalog": [{"type": "block-storage",
             "endpoints": [{"interface": "public", "url": "https://b.example/v3"}]}]}}
            """
        let begin = [
            Self.answer(201, token, ["X-Subject-Token": "t"]), Self.answer(200, Self.shown),
            Self.answer(202),
        ]
        let transport = ScriptedTransport(begin + Array(repeating: look, count: 200))
        let now = try #require(Timestamp.parse("2026-11-23T12:00:00Z"))
        let cloud = Cloud(
            try .test(), transport: transport, clock: InstantClock(), date: { now })
        try await Deletion(
            cloud: cloud, kind: .volume, id: try #require(JSON.string("v1").id),
            name: "scs-check-x-1-source", prefix: "scs-check-x"
        ).run(limit: .seconds(20))
    }

    @Test func `Without recent answers a deletion ends as unknown, not as still there`()
        async throws
    {
        await #expect(throws: APIError.self) { try await delete(thenLooks: Self.answer(503)) }
        await #expect(throws: TransportError.self) {
            try await delete(
                thenLooks: .failure(
                    TransportError(.timedOut, mayHaveArrived: true, message: "No answer.")))
        }
    }

    @Test func `A resource that recent answers show is still there`() async throws {
        await #expect(throws: WaitTimedOut.self) {
            try await delete(thenLooks: Self.answer(200, Self.shown))
        }
    }
}
