// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// Authentication against Keystone's identity API v3.
///
/// Source: https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management
struct Keystone: Sendable {
    let configuration: CloudConfiguration
    let transport: any HTTPTransport

    /// Fetches a token; throws `SignInRefused`, `APIError` (throttled, broken), `TransportError`.
    func authenticate() async throws -> Token {
        let base = try await versionedURL()
        guard let url = URL(string: base + "/auth/tokens") else {
            throw UnreadableAnswer(call: "Keystone", detail: "\(base) is no URL")
        }
        var request = HTTPRequest(
            .post, url,
            headers: ["Content-Type": "application/json", "Accept": "application/json"],
            body: .bytes(try Self.body(for: configuration.authentication).bytes()),
            isRepeatable: true)
        request.timeLimit = .seconds(120)
        let response = try await transport.send(request)
        let call = "POST \(url.path())"
        guard response.isSuccess else { throw refusal(response, call) }
        return try Self.token(in: response, call: call)
    }

    private func refusal(_ response: HTTPResponse, _ call: String) -> any Error {
        let error = APIError(response, call: call, hiding: configuration.authentication.secrets)
        if response.isRefusalOfNobody {
            return UnreadableAnswer(
                call: call,
                detail: "a \(error.status) that no service signed; check auth_url")
        }
        return [400, 401, 403, 404, 409].contains(error.status)
            ? SignInRefused(error: error) : error
    }

    /// The v3 base below the configured URL, which may or may not name a version.
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
            HTTPRequest(.get, root, headers: ["Accept": "application/json"]))
        guard response.status == 300 || response.isSuccess else {
            throw APIError(response, call: "GET \(root.path())")
        }
        let versions: JSON
        do {
            versions = try JSON.parse(response.body)
        } catch {
            throw UnreadableAnswer(
                call: "GET \(root.path())",
                detail: "it is no list of Keystone's versions; check auth_url \(text)",
                requestID: response.requestID)
        }
        let listed = versions["versions"]?["values"]?.array ?? []
        let ids = listed.compactMap { $0["id"]?.string }
        guard ids.contains(where: { $0.hasPrefix("v3") }) else {
            throw UnreadableAnswer(
                call: "GET \(root.path())",
                detail: "it offers no identity API v3 but \(ids.joined(separator: ", "))",
                requestID: response.requestID)
        }
        return text + "/v3"
    }

    static func token(in response: HTTPResponse, call: String) throws -> Token {
        struct Body: Decodable {
            struct Named: Decodable {
                var id: String
                var name: String?
            }
            struct Token: Decodable {
                var expiresAt: String
                var user: Named
                var project: Named?
                var domain: Named?
                var roles: [Named]?
                var catalog: Catalog?

                enum CodingKeys: String, CodingKey {
                    case user, project, domain, roles, catalog
                    case expiresAt = "expires_at"
                }
            }
            var token: Token
        }
        guard let value = response.headers["X-Subject-Token"], !value.isEmpty else {
            throw UnreadableAnswer(
                call: call, detail: "it has no X-Subject-Token header",
                requestID: response.requestID)
        }
        let token: Body.Token
        do {
            token = try JSONDecoder().decode(Body.self, from: Data(response.body)).token
        } catch {
            throw UnreadableAnswer(
                call: call, detail: "it is no token document", requestID: response.requestID)
        }
        guard let expiry = Timestamp.parse(token.expiresAt) else {
            throw UnreadableAnswer(
                call: call, detail: "expires_at is no ISO 8601 time", requestID: response.requestID)
        }
        return Token(
            value: Secret(value), expiresAt: expiry, userName: token.user.name ?? token.user.id,
            projectID: token.project?.id, projectName: token.project?.name,
            domainID: token.domain?.id, domainName: token.domain?.name,
            roles: (token.roles ?? []).compactMap(\.name).sorted(),
            catalog: token.catalog ?? Catalog(services: []))
    }
}
