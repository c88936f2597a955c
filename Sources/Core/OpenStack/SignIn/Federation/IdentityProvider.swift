// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSupport

/// An identity provider (OpenID Connect) that issues access tokens.
struct IdentityProvider: Sendable {
    let federation: Federation
    let transport: any HTTPTransport
    let secrets: SecretKeeper
    let clock: any Clock<Duration>
    let cloud: String
    let tell: @Sendable (String) -> Void

    /// The token for Keystone.
    func accessToken() async throws -> Secret {
        if case .accessToken(let token) = federation.grant {
            return try await secrets.value(of: token)
        }
        do {
            return try await ask()
        } catch let refusal as TokenEndpoint.Refusal {
            throw refusal.cause
        }
    }

    private func ask() async throws -> Secret {
        let discovery = try await Discovery(federation.discoveryEndpoint, transport)
        try discovery.requireGrant(federation.grant.type)
        let address = try federation.tokenEndpoint ?? discovery.endpoint("token_endpoint")
        let endpoint = TokenEndpoint(address: address, transport: transport)
        guard let id = federation.client?.id else {
            throw AccessError(.credentials, "No client_id for the identity provider is configured.")
        }
        let secret: Secret? =
            if let required = federation.client?.secret {
                try await secrets.value(of: required)
            } else { nil }
        let client = secret.map { (user: id, password: $0) }

        if case .device(let challenge) = federation.grant {
            let device = DeviceAuthorization(
                authorization: TokenEndpoint(
                    address: try federation.deviceEndpoint
                        ?? discovery.endpoint("device_authorization_endpoint"),
                    transport: transport), endpoint: endpoint, clientID: id, client: client,
                scope: federation.openIDScope, challenge: challenge, clock: clock, cloud: cloud,
                tell: tell)
            return try token(in: try await device.answer(), address)
        }
        var (form, hidden, isOneTime) = try await self.form()
        if client == nil, !form.contains(where: { $0.0 == "client_id" }) {
            form.append(("client_id", id))
        }
        hidden += secret.map { [$0] } ?? []
        let answer = try await endpoint.post(
            form + [("grant_type", federation.grant.type)], as: client, hiding: hidden,
            isRepeatable: !isOneTime)
        return try token(in: answer, address)
    }

    /// The fields of the grant, and which of them are secret.
    private func form() async throws -> ([(String, String)], hidden: [Secret], isOneTime: Bool) {
        switch federation.grant {
        case .password(let user, let required, let field):
            let password = try await secrets.value(of: required)
            var form = [
                ("username", user), ("password", password.exposed),
                ("scope", federation.openIDScope), ("client_id", federation.client?.id ?? ""),
            ]
            guard let field else { return (form, [password], false) }
            let passcode = try await secrets.value(of: field.passcode)
            form.append((field.name, passcode.exposed))
            return (form, [password, passcode], true)
        case .authorizationCode(let required, let redirect):
            let code = try await secrets.value(of: required)
            let form = [("code", code.exposed)] + (redirect.map { [("redirect_uri", $0)] } ?? [])
            return (form, [code], true)
        case .clientCredentials, .device, .accessToken:
            return ([("scope", federation.openIDScope)], [], false)
        }
    }

    private func token(in answer: JSON, _ address: WebAddress) throws -> Secret {
        guard let token = answer[federation.tokenField]?.string, !token.isEmpty else {
            throw UnreadableAnswer(
                call: "POST \(SafeURL.text(address.url))",
                detail: "it has no \(federation.tokenField); check access_token_type and "
                    + "openid_scope")
        }
        return Secret(token)
    }
}

extension Federation.Grant {
    /// Its name in OAuth 2.0.
    var type: String {
        switch self {
        case .password: "password"
        case .clientCredentials: "client_credentials"
        case .authorizationCode: "authorization_code"
        case .device: "urn:ietf:params:oauth:grant-type:device_code"
        case .accessToken: ""
        }
    }
}
