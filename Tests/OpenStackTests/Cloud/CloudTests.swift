// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

/// Signing in, finding services, and reading answers.
struct CloudTests {
    private static let soon = "2030-01-01T00:00:00.000000Z"

    private static func token(_ value: String, expires: String = soon) -> ScriptedTransport.Answer {
        let body = """
            {"token": {"expires_at": "\(expires)", "user": {"id": "u", "name": "demo"},
             "project": {"id": "p", "name": "demo"}, "roles": [{"id": "1", "name": "member"}],
             "catalog": [{"type": "volumev3", "name": "c", "endpoints": [
               {"interface": "public", "region_id": "r", "url": "https://v.example/v3/p"}]}]}}
            """
        return .success(
            HTTPResponse(status: 201, headers: ["X-Subject-Token": value], body: Array(body.utf8)))
    }

    private static func answer(_ status: Int, _ body: String = "{}") -> ScriptedTransport.Answer {
        .success(
            HTTPResponse(
                status: status, headers: ["x-openstack-request-id": "req-1"], body: Array(body.utf8)
            ))
    }

    private func cloud(
        _ answers: [ScriptedTransport.Answer], url: String = "https://k.example/v3"
    ) throws -> (Cloud, ScriptedTransport) {
        let transport = ScriptedTransport(answers)
        let configuration = try CloudConfiguration.test(authURL: url, region: "r")
        let now = try #require(Timestamp.parse("2026-11-23T12:00:00Z"))
        return (
            Cloud(configuration, transport: transport, clock: InstantClock(), date: { now }),
            transport
        )
    }

    private static let volume = #"{"volume": {"id": "a", "status": "available", "size": 1}}"#

    @Test func `Concurrent callers share one sign-in`() async throws {
        let (cloud, transport) = try cloud([Self.token("t")])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { _ = try await cloud.token() } }
            try await group.waitForAll()
        }
        #expect(transport.requests.count == 1)
    }

    @Test func `The first failed sign-in ends all others`() async throws {
        let (cloud, transport) = try cloud([Self.answer(401), Self.token("t")])
        for _ in 0..<2 { await #expect(throws: SignInRefused.self) { _ = try await cloud.token() } }
        #expect(transport.requests.count == 1)
    }

    @Test func `A failed renewal is retried`() async throws {
        let (cloud, transport) = try cloud([
            Self.token("old", expires: "2026-11-23T12:01:30Z"), Self.answer(503),
            Self.token("new"),
        ])
        _ = try await cloud.token()
        await #expect(throws: APIError.self) { _ = try await cloud.token() }
        #expect(try await cloud.token().value == Secret("new"))
        #expect(transport.requests.count == 3)
    }

    @Test func `A token is renewed before it expires`() async throws {
        let (cloud, transport) = try cloud([
            Self.token("old", expires: "2026-11-23T12:01:30Z"), Self.token("new"),
            Self.answer(200, Self.volume),
        ])
        _ = try await cloud.token()
        _ = try await cloud.blockStorage.volume("a")
        #expect(transport.requests.last?.headers["X-Auth-Token"] == "new")
    }

    @Test func `After a 401 the token is renewed once and the call repeated`() async throws {
        let (cloud, transport) = try cloud([
            Self.token("old"), Self.answer(401), Self.token("new"), Self.answer(200, Self.volume),
        ])
        #expect(try await cloud.blockStorage.volume("a").status == "available")
        #expect(transport.requests.map { $0.method } == [.post, .get, .post, .get])
        let (refused, _) = try self.cloud([
            Self.token("old"), Self.answer(401), Self.token("new"), Self.answer(401),
        ])
        let error = await #expect(throws: APIError.self) {
            try await refused.blockStorage.volume("a")
        }
        #expect(error?.status == 401)
    }

    @Test func `An endpoint's project and version are not doubled`() async throws {
        let (cloud, transport) = try cloud([Self.token("t"), Self.answer(200, Self.volume)])
        _ = try await cloud.blockStorage.volume("a b")
        #expect(
            transport.requests.last?.url.absoluteString
                == "https://v.example/v3/p/volumes/a%20b")
    }

    @Test func `Keystone's version is discovered where the URL has none`() async throws {
        let (cloud, transport) = try cloud(
            [
                .success(
                    HTTPResponse(
                        status: 300,
                        body: Array(#"{"versions": {"values": [{"id": "v3.14"}]}}"#.utf8))),
                Self.token("t"),
            ], url: "https://k.example/identity/")
        _ = try await cloud.token()
        #expect(
            transport.requests.map(\.url.absoluteString) == [
                "https://k.example/identity/", "https://k.example/identity/v3/auth/tokens",
            ])
    }

    @Test(arguments: [
        answer(201, "<html>portal</html>"), answer(201, "{}"), answer(200, ""),
        answer(503, "<html><head><title>x</title></head><body>down</body></html>"),
        answer(401, #"{"error": {"code": 401, "message": "no", "title": "Unauthorized"}}"#),
    ])
    func `A malformed token is reported without the password`(_ answer: ScriptedTransport.Answer)
        async throws
    {
        let (cloud, _) = try cloud([answer])
        let error = await #expect(throws: (any Error).self) { try await cloud.token() }
        #expect(!"\(try #require(error))".contains("hunter2"))
        let reason = Conclusion(of: try #require(error), judging: true).reason
        #expect(reason == .unreachable || reason == .auth)
    }

    @Test func `A list whose pages repeat is an error, never half a list`() async throws {
        let page = Self.answer(
            200,
            #"{"volumes": [{"id": "a", "status": "available", "size": 1}], "volumes_links": [{"rel": "next", "href": "x"}]}"#
        )
        let (cloud, transport) = try cloud([Self.token("t")] + Array(repeating: page, count: 50))
        await #expect(throws: UnreadableAnswer.self) { _ = try await cloud.blockStorage.volumes() }
        #expect(transport.requests.count <= 4)
    }

    @Test func `A service that is not offered is reported with those that are`() async throws {
        let (cloud, _) = try cloud([Self.token("t")])
        let error = await #expect(throws: ServiceMissing.self) { try await cloud.images.image("a") }
        #expect(error?.description.contains("it offers volumev3") == true)
    }

    @Test(arguments: [
        (#"{"badRequest": {"code": 400, "message": "Invalid backup"}}"#, "Invalid backup"),
        (#"{"message": "plain"}"#, "plain"), (#"{"error": {"message": "who?"}}"#, "who?"),
        (
            "<html><head><title>404</title></head><body><h1>Gone</h1>\n away</body></html>",
            "Gone away"
        ),
        ("", ""), ("[1, 2]", ""), ("\u{1B}[31mred", "[31mred"),
    ])
    func `A service's message is found in every envelope`(_ body: String, _ text: String) {
        #expect(APIError.explanation(in: Array(body.utf8)) == text)
    }

    @Test(arguments: 0..<10)
    func `Answers of wrong types are errors, never crashes`(_ seed: UInt64) async throws {
        var random = SplitMix(seed)
        let pieces = [
            "{", "}", "[", "]", "\"volume\":", "\"id\":", "\"a\"", "1", "null", ",", "-", "1e999",
            "\"status\":",
        ]
        for _ in 0..<100 {
            let body = (0..<Int.random(in: 0...14, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            let (cloud, _) = try cloud([Self.token("t"), Self.answer(200, body)])
            await #expect(throws: UnreadableAnswer.self) {
                try await cloud.blockStorage.volume("a")
            }
        }
    }

    @Test func `A secret is never printed`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret) \(String(reflecting: secret)) \(dumped)".contains("hunter2"))
    }
}
