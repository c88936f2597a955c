// SPDX-License-Identifier: Apache-2.0

/// How an identity provider (OpenID Connect) is asked for an access token, and who takes it.
package struct Federation: Sendable, Equatable {
    /// How the identity provider learns who it is.
    package enum Grant: Sendable, Equatable {
        case password(user: String, RequiredSecret, passcode: OneTimeField?)
        case clientCredentials
        case authorizationCode(RequiredSecret, redirect: String?)
        /// A person confirms in a browser; the challenge is of RFC 7636.
        case device(challenge: Challenge?)
        /// The access token is there already.
        case accessToken(RequiredSecret)
    }

    /// A passcode that the identity provider wants beside the password, and what it calls it.
    package struct OneTimeField: Sendable, Equatable {
        package var name: String
        package var passcode: RequiredSecret
    }

    package enum Challenge: String, Sendable {
        case plain
        case sha256 = "S256"
    }

    /// Whom the identity provider knows us as.
    package struct Client: Sendable, Equatable {
        package var id: String
        /// Nil for a client that everybody may be.
        package var secret: RequiredSecret?
    }

    /// Keystone's names for the identity provider and the protocol.
    package var identityProvider: String
    package var protocolName: String
    package var grant: Grant
    /// Nil where the access token is there already.
    package var client: Client?
    package var openIDScope = "openid profile"
    /// Which field of the identity provider's answer Keystone is shown.
    package var tokenField = "access_token"
    package var discoveryEndpoint: WebAddress?
    package var tokenEndpoint: WebAddress?
    package var deviceEndpoint: WebAddress?

    /// What signing in needs, in the order in which a person is asked.
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
