// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSupport

/// Signs in with the configured credentials, through an identity provider if necessary.
struct SignIn: Sendable {
    let configuration: CloudConfiguration
    let transport: any HTTPTransport
    let secrets: SecretKeeper
    let clock: any Clock<Duration>
    let tell: @Sendable (String) -> Void

    /// A token of the configured scope; throws `SignInRefused`, `AccessError` (auth), `APIError`,
    /// `TransportError`.
    func token() async throws -> Token {
        let token = try await issued()
        guard
            let mismatch = token.subject?.mismatch(
                configuration.authentication.scope, users: configuration.authentication.users)
        else { return token }
        throw AccessError(
            .credentials, "Cloud \(configuration.name.quotedForMessage): \(mismatch)",
            advice:
                "Nothing was tested, as the report would name the wrong subject. Check auth_url "
                + "and what answers there.")
    }

    private func issued() async throws -> Token {
        let keystone = Keystone(configuration: configuration, transport: transport)
        switch configuration.authentication {
        case .keystone(let factors, let scope):
            var answers: [(Factor, Secret)] = []
            for factor in factors {
                answers.append((factor, try await secrets.value(of: factor.secret)))
            }
            return try scoped(try await keystone.token(answers, scope: scope), as: scope)
        case .federated(let federation, let scope):
            let provider = IdentityProvider(
                federation: federation, transport: transport, secrets: secrets, clock: clock,
                cloud: configuration.name, tell: tell)
            let unscoped = try await keystone.token(
                vouchedBy: federation, try await provider.accessToken())
            // Keystone gives federated users an unscoped token first, to be exchanged for a scoped
            // one.
            if case .unstated = scope { return try scoped(unscoped, as: scope) }
            let factor = Factor.token(RequiredSecret("token", unscoped.value))
            return try await keystone.token([(factor, unscoped.value)], scope: scope)
        case .oauth2(let client, let scope):
            return try scoped(try await token(of: client, keystone), as: scope)
        case .fixed(let fixed):
            guard let required = fixed.secret else { return Token(fixed, secret: nil) }
            return Token(fixed, secret: try await secrets.value(of: required))
        }
    }

    private func token(of client: OAuth2Client, _ keystone: Keystone) async throws -> Token {
        let endpoint = TokenEndpoint(address: client.endpoint, transport: transport)
        let grant = ("grant_type", "client_credentials")
        guard let required = client.secret else {
            let bearer = try await accessToken(
                endpoint, [grant, ("client_id", client.id)], as: nil)
            return try await keystone.description(of: bearer)
        }
        let secret = try await secrets.value(of: required)
        let factor = Factor.applicationCredential(.id(client.id), required)
        var token = try await keystone.token([(factor, secret)], scope: .unstated)
        token.bearer = try await accessToken(endpoint, [grant], as: (client.id, secret))
        return token
    }

    private func accessToken(
        _ endpoint: TokenEndpoint, _ form: [(String, String)], as client: TokenEndpoint.Basic?
    ) async throws -> Secret {
        let answer: JSON
        do {
            answer = try await endpoint.post(form, as: client, hiding: [], isRepeatable: true)
        } catch let refusal as TokenEndpoint.Refusal {
            throw refusal.cause
        }
        guard let token = answer["access_token"]?.string, !token.isEmpty else {
            throw UnreadableAnswer(
                call: "POST \(SafeURL.text(endpoint.address.url))",
                detail: "it has no access_token; check oauth2_endpoint")
        }
        return Secret(token)
    }

    /// The token, unless it has no scope: the user has no default project then.
    private func scoped(_ token: Token, as scope: Credentials.Scope) throws -> Token {
        guard case .unstated = scope, token.scopeID == nil, !token.isForSystem else { return token }
        throw AccessError(
            .credentials,
            "Keystone issued cloud \(configuration.name.quotedForMessage) a token without a "
                + "project: none is configured, and the user \(token.userName.quotedForMessage) "
                + "has no default project.",
            advice: "Set project_name and project_domain_name, or project_id, in auth.")
    }
}
