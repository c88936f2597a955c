// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSupport

/// Sign-in with Keystone's Identity API v3.
///
/// Source: https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management
struct Keystone: Sendable {
    let configuration: CloudConfiguration
    let transport: any HTTPTransport

    /// The token for these methods; throws `SignInRefused`, `AccessError` if more factors are
    /// required, `APIError` (throttled, broken), `TransportError`.
    func token(
        _ factors: [(factor: Factor, secret: Secret)], scope: Credentials.Scope
    ) async throws -> Token {
        let body = Self.body(for: factors, scope: scope)
        var request = HTTPRequest(
            .post, try await url("/auth/tokens"),
            headers: ["Content-Type": "application/json", "Accept": "application/json"],
            body: .bytes(try body.bytes()),
            isRepeatable: !factors.contains { $0.factor.secret.isOneTime })
        for case (.token, let secret) in factors {
            request.headers.set("X-Auth-Token", secret: secret)
        }
        return try await token(
            answering: request, hiding: factors.map(\.secret),
            advice: factors.map(\.factor.advice).joined(separator: " "))
    }

    /// The unscoped token of a federated user.
    func token(vouchedBy federation: Federation, _ access: Secret) async throws -> Token {
        let path = [
            "OS-FEDERATION", "identity_providers", federation.identityProvider, "protocols",
            federation.protocolName, "auth",
        ]
        let escaped = path.map { "/" + $0.percentEncoded }.joined()
        var request = HTTPRequest(
            .post, try await url(escaped), headers: ["Accept": "application/json"],
            isRepeatable: true)
        request.headers.set("Authorization", secret: Secret("Bearer \(access.exposed)"))
        return try await token(
            answering: request, hiding: [access],
            advice: "Check identity_provider and protocol, and whether the identity provider still "
                + "accepts its token.")
    }

    /// The description of an existing token.
    func description(of value: Secret) async throws -> Token {
        var request = HTTPRequest(
            .get, try await url("/auth/tokens"), headers: ["Accept": "application/json"])
        request.headers.set("X-Auth-Token", secret: value)
        request.headers.set("X-Subject-Token", secret: value)
        var token = try await token(
            answering: request, hiding: [value], value: value,
            advice: "Check the client's certificate and its mapping in Keystone.")
        token.bearer = value
        return token
    }

    /// The body of `POST /v3/auth/tokens`.
    static func body(
        for factors: [(factor: Factor, secret: Secret)], scope: Credentials.Scope
    ) -> JSON {
        var identity: [String: JSON] = [
            "methods": .array(factors.map { .string($0.factor.method) })
        ]
        for (factor, secret) in factors { identity[factor.method] = factor.json(secret) }
        var auth: [String: JSON] = ["identity": .object(identity)]
        auth["scope"] = scope.json
        return ["auth": .object(auth)]
    }

    private func url(_ path: String) async throws -> URL {
        let base = try await versionedURL()
        guard let url = URL(string: base + path) else {
            throw UnreadableAnswer(call: "Keystone", detail: "\(base) is not a URL")
        }
        return url
    }

    private func token(
        answering request: HTTPRequest, hiding secrets: [Secret], value: Secret? = nil,
        advice: String
    ) async throws -> Token {
        var request = request
        request.timeLimit = .seconds(120)
        // Even a catalog of a hundred services in ten regions is smaller.
        request.bodyDestination = .collect(limit: 4 << 20)
        let response = try await transport.send(request)
        let call = "\(request.method.rawValue) \(request.url.path())"
        guard response.isSuccess else {
            throw refusal(response, call, hiding: secrets, advice: advice)
        }
        return try Self.token(in: response, call: call, value: value)
    }

    private func refusal(
        _ response: HTTPResponse, _ call: String, hiding secrets: [Secret], advice: String
    ) -> any Error {
        let error = APIError(response, call: call, hiding: secrets)
        if let wanted = Self.wantedMethods(in: response) {
            return AccessError(
                .credentials,
                "Keystone requires more than one factor from this user: \(wanted).",
                advice: "Set auth_type: v3multifactor, auth_methods, and what each method needs.")
        }
        if response.isRefusalOfNobody {
            return UnreadableAnswer(
                call: call,
                detail: "a \(error.status) that is not Keystone's own; check auth_url")
        }
        if response.isRedirect {
            return AccessError(
                .redirected,
                "\(call) answered \(response.status), a redirect; secrets do not follow one.",
                advice: "If it is a login page, this provider accepts no access token from a "
                    + "program; otherwise set auth_url to the URL that it leads to.")
        }
        return error.refusesSignIn
            ? SignInRefused(error: error, advice: advice) : error
    }

    /// The combinations of methods that a user with several factors may use.
    private static func wantedMethods(in response: HTTPResponse) -> String? {
        guard response.isUnauthorized, response.headers["Openstack-Auth-Receipt"] != nil else {
            return nil
        }
        do {
            let rules = try JSON.parse(response.body)["required_auth_methods"]?.array ?? []
            let combinations = rules.map { rule in
                (rule.array ?? []).compactMap(\.string).sorted().joined(separator: " with ")
            }
            return combinations.joined(separator: ", or ").harmless(300)
        } catch {
            return "it does not say which"
        }
    }

    /// The v3 URL below the configured one, which may lack a version.
    private func versionedURL() async throws -> String {
        var text = configuration.authURL.absoluteString
        while text.hasSuffix("/") { text.removeLast() }
        let last = text.split(separator: "/").last ?? ""
        if Endpoint.isVersion(last) {
            return Endpoint(configuration.authURL, majorVersion: "v3", projectID: nil).versioned
        }
        // Keystone lists its versions at the root, with 300 Multiple Choices.
        guard let root = URL(string: text + "/") else { return text + "/v3" }
        let response = try await transport.send(
            HTTPRequest(
                .get, root, headers: ["Accept": "application/json"],
                bodyDestination: .collect(limit: 1 << 20), timeLimit: .seconds(120)))
        guard response.status == 300 || response.isSuccess else {
            throw APIError(response, call: "GET \(root.path())")
        }
        let versions: JSON
        do {
            versions = try JSON.parse(response.body)
        } catch {
            throw UnreadableAnswer(
                call: "GET \(root.path())",
                detail: "it is not a list of Keystone's versions; check auth_url \(text)",
                requestID: response.requestID)
        }
        let listed = versions["versions"]?["values"]?.array ?? []
        let ids = listed.compactMap { $0["id"]?.string }
        guard ids.contains(where: { $0.hasPrefix("v3") }) else {
            throw UnreadableAnswer(
                call: "GET \(root.path())",
                detail: "it does not offer identity API v3, but \(ids.joined(separator: ", "))",
                requestID: response.requestID)
        }
        return text + "/v3"
    }

    /// Reads a token's document; `value` is the token, if no header contains it.
    static func token(
        in response: HTTPResponse, call: String, value: Secret? = nil
    ) throws -> Token {
        struct Body: Decodable {
            struct Named: Decodable {
                var id: String
                var name: String?
            }
            struct Trust: Decodable { var id: String }
            struct Token: Decodable {
                var expiresAt: String
                var issuedAt: String?
                var user: TokenSubject.Named
                var project: TokenSubject.Named?
                var domain: TokenSubject.Named?
                var system: JSONPresence?
                var trust: Trust?
                var roles: [Named]?
                var catalog: Catalog?

                enum CodingKeys: String, CodingKey {
                    case user, project, domain, system, roles, catalog
                    case expiresAt = "expires_at"
                    case issuedAt = "issued_at"
                    case trust = "OS-TRUST:trust"
                }
            }
            var token: Token
        }
        let header = response.headers["X-Subject-Token"].map { Secret($0) }
        guard let value = value ?? header, !value.exposed.isEmpty else {
            throw UnreadableAnswer(
                call: call, detail: "it has no X-Subject-Token header",
                requestID: response.requestID)
        }
        let token: Body.Token
        do {
            token = try JSONReader.decode(Body.self, from: response.body).token
        } catch {
            throw UnreadableAnswer(
                call: call, detail: "it is not a token document", requestID: response.requestID)
        }
        guard let expiry = Timestamp.parse(token.expiresAt) else {
            throw UnreadableAnswer(
                call: call, detail: "expires_at is not an ISO 8601 time",
                requestID: response.requestID)
        }
        var result = Token(
            value: value, expiresAt: expiry, userName: token.user.name ?? token.user.id,
            projectID: token.project?.id, projectName: token.project?.name,
            domainID: token.domain?.id, domainName: token.domain?.name,
            roles: (token.roles ?? []).compactMap(\.name).sorted(),
            catalog: token.catalog ?? Catalog(services: []))
        if token.roles == nil { result.untold.insert("roles") }
        if token.catalog == nil { result.untold.insert("catalog") }
        result.issuedAt = token.issuedAt.flatMap(Timestamp.parse)
        result.isForSystem = token.system != nil
        result.subject = TokenSubject(
            user: token.user, project: token.project, domain: token.domain,
            isForSystem: token.system != nil, trustID: token.trust?.id)
        return result
    }
}

/// Shows that a key exists, with any value.
private struct JSONPresence: Decodable {
    init(from decoder: any Decoder) {}
}
