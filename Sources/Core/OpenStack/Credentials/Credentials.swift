// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// Who signs in, how, and for which scope.
package enum Credentials: Sendable, Equatable {
    /// Keystone's own methods: one, or several at once.
    case keystone([Factor], scope: Scope)
    /// An identity provider vouches for the user to Keystone.
    case federated(Federation, scope: Scope)
    /// A client of Keystone's OAuth 2.0 service.
    case oauth2(OAuth2Client, scope: Scope)
    /// No Keystone: each request carries the same credential.
    case fixed(FixedAuthorization)

    package enum DomainReference: Sendable, Equatable {
        case id(String)
        case name(String)
    }

    package enum UserReference: Sendable, Equatable {
        case id(String)
        case name(String, domain: DomainReference)
    }

    package enum ProjectReference: Sendable, Equatable {
        case id(String)
        case name(String, domain: DomainReference)
    }

    package enum ApplicationCredentialReference: Sendable, Equatable {
        case id(String)
        /// A name is unique only among one user's.
        case name(String, user: UserReference)
    }

    /// The scope of the token.
    package enum Scope: Sendable, Equatable {
        case project(ProjectReference)
        case domain(DomainReference)
        /// The whole system: `system_scope: all`.
        case system
        /// The rights that another user has delegated to this one, by the trust's id.
        case trust(String)
        /// Keystone's default: the user's default project, or an application credential's project.
        case unstated
    }

    /// A password and its scope.
    package static func password(
        user: UserReference, secret: Secret, scope: Scope
    ) -> Credentials {
        .keystone([.password(user: user, RequiredSecret("password", secret))], scope: scope)
    }

    /// An application credential, which is bound to its project and so needs no scope.
    package static func applicationCredential(
        reference: ApplicationCredentialReference, secret: Secret
    ) -> Credentials {
        .keystone(
            [
                .applicationCredential(
                    reference, RequiredSecret("application_credential_secret", secret))
            ], scope: .unstated)
    }
}

extension Credentials {
    /// The secrets that signing in needs, in order of prompting.
    package var requiredSecrets: [RequiredSecret] {
        switch self {
        case .keystone(let factors, _): factors.map(\.secret)
        case .federated(let federation, _): federation.requiredSecrets
        case .oauth2(let client, _): client.secret.map { [$0] } ?? []
        case .fixed(.basic(_, let password, _)): [password]
        case .fixed(.token(let token, _)): [token]
        case .fixed(.nothing): []
        }
    }

    /// The scope of the token.
    var scope: Scope {
        switch self {
        case .keystone(_, let scope), .federated(_, let scope), .oauth2(_, let scope): scope
        case .fixed: .unstated
        }
    }

    /// The users in the configuration; the token must be theirs.
    var users: [UserReference] {
        guard case .keystone(let factors, _) = self else { return [] }
        return factors.compactMap { factor in
            switch factor {
            case .password(let user, _), .totp(let user, _): user
            case .applicationCredential(.name(_, let user), _): user
            case .applicationCredential(.id, _), .token: nil
            }
        }
    }

    /// Whether signing in again can yield a token that lasts longer.
    var isRenewable: Bool {
        switch self {
        case .keystone(let factors, _):
            !factors.contains { if case .token = $0 { true } else { false } }
        case .federated(let federation, _):
            switch federation.grant {
            case .authorizationCode, .device: false
            case .password, .clientCredentials, .accessToken: true
            }
        case .oauth2: true
        case .fixed: false
        }
    }
}

/// An application credential, or a certificate, as a client of Keystone's OAuth 2.0 service.
package struct OAuth2Client: Sendable, Equatable {
    package var endpoint: WebAddress
    package var id: String
    /// Nil if a certificate replaces it.
    package var secret: RequiredSecret?
}
