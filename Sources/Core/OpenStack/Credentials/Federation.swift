// SPDX-License-Identifier: Apache-2.0

/// How to get an access token from an identity provider (OpenID Connect), and who accepts it.
package struct Federation: Sendable, Equatable {
    /// How the user authenticates to the identity provider.
    package enum Grant: Sendable, Equatable {
        case password(user: String, RequiredSecret, passcode: OneTimeField?)
        case clientCredentials
        case authorizationCode(RequiredSecret, redirect: String?)
        /// The user confirms in a browser; the challenge is that of RFC 7636.
        case device(challenge: Challenge?)
        /// The access token is configured.
        case accessToken(RequiredSecret)
    }

    /// A passcode that the identity provider requires beside the password, and its field.
    package struct OneTimeField: Sendable, Equatable {
        package var name: String
        package var passcode: RequiredSecret
    }

    package enum Challenge: String, Sendable {
        case plain
        case sha256 = "S256"
    }

    /// This client, as registered with the identity provider.
    package struct Client: Sendable, Equatable {
        package var id: String
        /// Nil for a public client.
        package var secret: RequiredSecret?
    }

    /// Keystone's names for the identity provider and the protocol.
    package var identityProvider: String
    package var protocolName: String
    package var grant: Grant
    /// Nil if the access token is configured.
    package var client: Client?
    package var openIDScope = "openid profile"
    /// The field of the identity provider's answer that is sent to Keystone.
    package var tokenField = "access_token"
    package var discoveryEndpoint: WebAddress?
    package var tokenEndpoint: WebAddress?
    package var deviceEndpoint: WebAddress?

    /// The secrets that signing in needs, in order of prompting.
    var requiredSecrets: [RequiredSecret] {
        let own: [RequiredSecret] =
            switch grant {
            case .password(_, let password, let field):
                [password] + (field.map { [$0.passcode] } ?? [])
            case .authorizationCode(let code, _): [code]
            case .accessToken(let token): [token]
            case .clientCredentials, .device: []
            }
        return (client?.secret.map { [$0] } ?? []) + own
    }
}
