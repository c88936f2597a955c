// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// Reads the settings of an identity provider.
struct FederationReader {
    let settings: CloudSettings
    let base: CredentialsReader

    func federation(of type: AuthenticationType) throws -> Federation {
        var federation = Federation(
            identityProvider: try base.text("identity_provider"),
            protocolName: try base.text("protocol"), grant: try grant(type))
        guard type != .oidcAccessToken else { return federation }
        federation.client = try client(type)
        if let scope = settings.credential("openid_scope", "scope") {
            federation.openIDScope = try scope.string(example: "openid profile")
        }
        federation.discoveryEndpoint = try base.optionalAddress("discovery_endpoint")
        federation.tokenEndpoint = try base.optionalAddress("access_token_endpoint")
        if federation.discoveryEndpoint == nil && federation.tokenEndpoint == nil {
            throw settings.missing("discovery_endpoint", "access_token_endpoint")
        }
        if type == .oidcDevice {
            federation.deviceEndpoint = try base.optionalAddress("device_authorization_endpoint")
            if federation.discoveryEndpoint == nil && federation.deviceEndpoint == nil {
                throw settings.missing("discovery_endpoint", "device_authorization_endpoint")
            }
        } else if let field = settings.credential("access_token_type") {
            let text = try field.string(example: "access_token")
            guard ["access_token", "id_token"].contains(text) else {
                throw field.wrongValue("access_token or id_token")
            }
            federation.tokenField = text
        }
        return federation
    }

    private func grant(_ type: AuthenticationType) throws -> Federation.Grant {
        switch type {
        case .oidcPassword:
            .password(
                user: try base.text("username", "user_name"), try base.secret("password"),
                passcode: try settings.credential("idp_otp_key").map {
                    Federation.OneTimeField(
                        name: try $0.string(example: "totp"), passcode: try base.secret("passcode"))
                })
        case .oidcClientCredentials: .clientCredentials
        case .oidcAuthorizationCode:
            .authorizationCode(
                try base.secret("code", "authorization_code"),
                redirect: try settings.credential("redirect_uri")?.string())
        case .oidcDevice: .device(challenge: try challenge())
        default: .accessToken(try base.secret("access_token"))
        }
    }

    private func client(_ type: AuthenticationType) throws -> Federation.Client {
        let id = try base.text("client_id")
        // In this grant the secret is the only proof of identity.
        let needsSecret = type == .oidcClientCredentials
        let isThere = settings.credential("client_secret") != nil
        return Federation.Client(
            id: id, secret: needsSecret || isThere ? try base.secret("client_secret") : nil)
    }

    private func challenge() throws -> Federation.Challenge? {
        guard let node = settings.credential("code_challenge_method") else { return nil }
        guard let challenge = Federation.Challenge(rawValue: try node.string(example: "S256"))
        else { throw node.wrongValue("S256 or plain") }
        return challenge
    }
}
