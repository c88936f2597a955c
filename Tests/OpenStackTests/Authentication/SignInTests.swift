// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Synchronization
import Testing
import TestSupport

@testable import SCSCheck
@testable import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

/// Sign-ins that must fail, and their errors.
struct SignInTests {
    private static let provider =
        "auth_url: 'https://keystone.example/v3', identity_provider: idp, protocol: openid, "
        + "client_id: c, project_id: q, discovery_endpoint: "

    private static func provider(_ discovery: String, _ more: String) -> String {
        provider + "'\(discovery)/.well-known/openid-configuration', " + more
    }

    private static let password = "username: u, password: hunter2, client_secret: hunter3"

    /// A cloud of that type whose hosts answer as in `others`.
    private func cloud(
        _ type: String, _ auth: String, _ others: [String: HTTPResponse] = [:],
        secrets: (any SecretSource)? = nil, more: String = "", date: Date = Date()
    ) throws -> (Cloud, Wire) {
        let wire = Wire(others)
        let separator = more.isEmpty ? "" : ", "
        let world = ConfigurationWorld(
            cloud:
                "auth_type: \(type), block_storage_endpoint_override: 'https://service.example/v3'"
                + separator + more, auth: auth)
        let clock = InstantClock()
        return (
            Cloud(
                try world.configuration(), transport: wire, clock: clock, date: { date },
                secrets: secrets), wire
        )
    }

    /// The error of signing in, as a test case reports it.
    private func refusal(_ cloud: Cloud) async -> Conclusion? {
        do {
            _ = try await cloud.token()
            return nil
        } catch {
            return Conclusion(of: error, judging: true)
        }
    }

    private static func discovery(_ fields: String) -> [String: HTTPResponse] {
        ["openid-configuration": Wire.ok("{\(fields)}")]
    }

    @Test(arguments: [
        (
            "https://login.example",
            #""issuer": "https://login.example", "token_endpoint": "http://login.example/token""#,
            "http://login.example:80, which is not encrypted"
        ),
        (
            "https://login.example",
            #""issuer": "https://login.example", "token_endpoint": "http://other.example/token""#,
            "which is not encrypted"
        ),
        (
            "http://login.example",
            #""issuer": "http://login.example", "token_endpoint": "https://other.example/token""#,
            "came over http, where anyone can alter it"
        ),
        (
            "https://login.example",
            #""issuer": "https://other.example", "token_endpoint": "https://other.example/token""#,
            "its issuer is not the host that sent it"
        ),
        (
            "https://login.example", #""token_endpoint": "https://login.example:444/token""#,
            "its issuer is not the host that sent it"
        ),
        (
            "https://login.example", #""token_endpoint": "https://u:p@login.example/token""#,
            "is not an http or https URL"
        ),
        ("https://login.example", #""token_endpoint": "file:///etc/passwd""#, "is not an http or"),
        ("https://login.example", #""token_endpoint": 7"#, "has no token_endpoint"),
        (
            "https://login.example",
            #""token_endpoint": "https://login.example/t", "grant_types_supported": ["implicit"]"#,
            "does not offer the grant password, but implicit"
        ),
    ])
    func `A password is not sent to a token endpoint that cannot be trusted`(
        asked: String, document: String, told: String
    ) async throws {
        let (cloud, wire) = try cloud(
            "v3oidcpassword", Self.provider(asked, Self.password), Self.discovery(document))
        let refusal = await refusal(cloud)
        #expect(refusal?.message?.contains(told) == true, "\(refusal?.message ?? "")")
        #expect(refusal?.verdict == .abort)
        #expect(wire.requests.map { $0.method.rawValue } == ["GET"])
    }

    @Test(arguments: [
        (
            "https://login.example",
            #""issuer": "https://login.example/realm", "token_endpoint": "https://other.example/t""#
        ),
        ("http://login.example", #""token_endpoint": "http://login.example:80/t""#),
        ("https://LOGIN.example", #""token_endpoint": "https://login.example:443/t""#),
    ])
    func `A password is sent to a trusted token endpoint`(asked: String, document: String)
        async throws
    {
        let (cloud, wire) = try cloud(
            "v3oidcpassword", Self.provider(asked, Self.password), Self.discovery(document))
        #expect(try await cloud.token().value == Secret("scoped"))
        #expect(wire.requests.map { $0.method.rawValue } == ["GET", "POST", "POST", "POST"])
    }

    @Test(arguments: [
        (302, "", "a redirect; secrets do not follow one", Reason.unreachable),
        (307, "", "a redirect; secrets do not follow one", .unreachable),
        (
            401, #"{"error": "invalid_client", "error_description": "hunter3 is wrong"}"#,
            "login.example does not accept the credentials: POST https://login.example/token "
                + "answered 401: invalid_client, ••• is wrong.", .auth
        ),
        (400, #"{"error": "invalid_grant"}"#, "answered 400: invalid_grant.", .auth),
        (404, "<html>hunter2</html>", "answered 404.", .auth),
        (429, "{}", "throttles requests", .throttled),
        (503, "hunter2", "answered 503", .unreachable),
        (200, "<html>", "it is not JSON", .unreachable),
        (200, "{}", "it has no access_token", .unreachable),
    ])
    func `A refusal by the identity provider is reported without secrets`(
        status: Int, body: String, told: String, reason: Reason
    ) async throws {
        let (cloud, wire) = try cloud(
            "v3oidcpassword", Self.provider("https://login.example", Self.password),
            ["/token": Wire.ok(body, status: status)])
        let refusal = await refusal(cloud)
        let message = refusal?.message ?? ""
        #expect(message.contains(told), "\(message)")
        #expect(refusal?.reason == reason)
        #expect(!message.contains("hunter2") && !message.contains("hunter3"))
        #expect(!wire.requests.contains { $0.url.host() == "keystone.example" })
    }

    @Test(arguments: [
        (302, "a redirect; secrets do not follow one", Reason.unreachable),
        (401, "that is not Keystone's own; check auth_url", .unreachable),
    ])
    func `A refused access token is reported`(
        status: Int, told: String, reason: Reason
    ) async throws {
        let answer = HTTPResponse(status: status, body: Array("<html>hunter2</html>".utf8))
        let (cloud, _) = try cloud(
            "v3oidcpassword", Self.provider("https://login.example", Self.password),
            ["/protocols/openid/auth": answer])
        let refusal = await refusal(cloud)
        if status == 401 {
            // mod_auth_openidc sends no request id, and refuses with a page.
            #expect(refusal?.reason == .auth)
        } else {
            #expect(refusal?.message?.contains(told) == true, "\(refusal?.message ?? "")")
            #expect(refusal?.reason == reason)
        }
    }

    @Test func `A request for more factors is reported with their names`() async throws {
        let answer = Wire.ok(
            #"{"receipt": {}, "required_auth_methods": [["password", "totp"], ["password", "x509"]]}"#,
            ["Openstack-Auth-Receipt": "hunter2"], status: 401)
        let (cloud, _) = try cloud("password", ConfigurationWorld.auth, ["/auth/tokens": answer])
        let refusal = await refusal(cloud)
        #expect(
            refusal?.message
                == "Keystone requires more than one factor from this user: password with totp, or "
                + "password with x509.")
        #expect(refusal?.reason == .auth)
    }

    @Test(arguments: ["v3token", "v3oidcauthcode", "v3oidcdeviceauthz"])
    func `A type that cannot sign in again says so when its token has expired`(type: String)
        async throws
    {
        let end = try #require(Timestamp.parse("2099-01-01T00:00:00Z"))
        let now = Mutex(end.addingTimeInterval(-60))
        let auth =
            type == "v3token"
            ? "auth_url: 'https://keystone.example/v3', token: hunter2, project_id: q"
            : Self.provider("https://login.example", "code: k")
        let wire = Wire()
        let cloud = Cloud(
            try ConfigurationWorld(cloud: "auth_type: \(type)", auth: auth).configuration(),
            transport: wire, clock: InstantClock(), date: { now.withLock { $0 } })
        _ = try await cloud.token()
        let count = wire.requests.count
        // Its last minute is used, unlike that of a renewable one.
        _ = try await cloud.token()
        now.withLock { $0 = end }
        let refusal = await refusal(cloud)
        #expect(refusal?.message?.contains("expired at 2099-01-01T00:00:00Z") == true)
        #expect(refusal?.reason == .auth)
        #expect(wire.requests.count == count)
    }

    @Test func `A configured token that is refused is not sent again`() async throws {
        let (cloud, wire) = try cloud(
            "v3token", "auth_url: 'https://keystone.example/v3', token: hunter2, project_id: q",
            ["/volumes/a": Wire.ok("{}", status: 401)])
        let error = await #expect(throws: AccessError.self) {
            _ = try await cloud.blockStorage.volume("a")
        }
        #expect(error?.cause == .credentials)
        #expect(error?.message.contains("no longer accepted") == true)
        #expect(wire.requests.count == 2)
    }

    @Test func `Each sign-in prompts for a passcode, but only once for a password`() async throws {
        let asked = Asked()
        let end = try #require(Timestamp.parse("2099-01-01T00:00:00Z"))
        let (cloud, wire) = try cloud(
            "v3multifactor",
            "auth_url: 'https://keystone.example/v3', user_id: u, project_id: q",
            secrets: asked, more: "auth_methods: [v3password, v3totp]",
            date: end.addingTimeInterval(-60))
        for _ in 0..<3 { _ = try await cloud.token() }
        #expect(asked.keys == ["password", "passcode", "passcode", "passcode"])
        let bodies = try wire.requests.map { request -> JSON in
            guard case .bytes(let bytes) = request.body else { return .null }
            return try JSON.parse(bytes)["auth"]?["identity"] ?? .null
        }
        #expect(
            bodies.map { $0["totp"]?["user"]?["passcode"]?.string }
                == ["passcode-2", "passcode-3", "passcode-4"])
        #expect(
            bodies.map { $0["password"]?["user"]?["password"]?.string }
                == ["password-1", "password-1", "password-1"])
        #expect(wire.requests.allSatisfy { !$0.isRepeatable })
    }

    @Test func `A configured passcode works once`() async throws {
        let end = try #require(Timestamp.parse("2099-01-01T00:00:00Z"))
        let (cloud, wire) = try cloud(
            "v3totp",
            "auth_url: 'https://keystone.example/v3', user_id: u, project_id: q, passcode: '123456'",
            date: end.addingTimeInterval(-60))
        _ = try await cloud.token()
        let refusal = await refusal(cloud)
        #expect(refusal?.message?.contains(#"passcode of cloud "c" was consumed"#) == true)
        #expect(refusal?.message?.contains("as a source of passcodes gives") == true)
        #expect(wire.requests.count == 1)
    }

    @Test(arguments: [
        ("none", "endpoint: 'https://service.example/v3'", "X-Auth-Token", "notused"),
        (
            "http_basic", "endpoint: 'https://service.example/v3', username: u, password: p",
            "Authorization", "Basic dTpw"
        ),
        (
            "admin_token", "endpoint: 'https://service.example/v3', token: t", "X-Auth-Token", "t"
        ),
    ])
    func `Without Keystone each request carries the configured credential alone`(
        type: String, auth: String, header: String, value: String
    ) async throws {
        let (cloud, wire) = try cloud(type, auth)
        #expect(try await cloud.blockStorage.volume("a").status == "available")
        #expect(wire.requests.map { $0.headers[header] } == [value])
        let others = Set(["X-Auth-Token", "Authorization"]).subtracting([header])
        #expect(others.allSatisfy { name in wire.requests.allSatisfy { $0.headers[name] == nil } })
        let facts = FactStore(reading: cloud)
        for prerequisite in [Prerequisite.customer, .role("reader", without: [])] {
            let error = await #expect(throws: AccessError.self) {
                try await prerequisite.check(cloud, facts, others: [:])
            }
            #expect(error?.message.contains("as auth_type \(type) does not use Keystone") == true)
        }
        await #expect(throws: AccessError.self) { _ = try await facts.value(.catalog) }
        try await Prerequisite.service(.blockStorage).check(cloud, facts, others: [:])
        // All services share the URL; a request shows whether they exist.
        try await Prerequisite.service(.image).check(cloud, facts, others: [:])
    }

    @Test func `Without an endpoint only overridden services are known`() async throws {
        let (cloud, _) = try cloud("none", "x_known: y")
        let facts = FactStore(reading: cloud)
        try await Prerequisite.service(.blockStorage).check(cloud, facts, others: [:])
        let error = await #expect(throws: AccessError.self) {
            try await Prerequisite.service(.image).check(cloud, facts, others: [:])
        }
        #expect(error?.cause == .noCatalog)
        #expect(error?.advice?.contains("image_endpoint_override") == true)
    }

    @Test func `A service that refuses credentials is quoted`()
        async throws
    {
        let (cloud, wire) = try cloud(
            "http_basic", "endpoint: 'https://service.example/v3', username: u, password: hunter2",
            ["/volumes/a": Wire.ok(#"{"error": {"message": "not hunter2"}}"#, status: 401)])
        let error = await #expect(throws: APIError.self) {
            _ = try await cloud.blockStorage.volume("a")
        }
        #expect(error?.explanation == "not •••")
        #expect(wire.requests.count == 1)
    }
}

/// Answers with the key and a number, and records the questions.
private final class Asked: SecretSource {
    private let all = Mutex<[String]>([])

    var keys: [String] { all.withLock { $0 } }

    func secret(_ question: SecretQuestion) async throws -> Secret {
        let number = all.withLock { all in
            all.append(question.key)
            return all.count
        }
        return Secret("\(question.key)-\(number)")
    }
}
