// SPDX-License-Identifier: Apache-2.0
package import SCSSupport

/// Who signs in, by which means, for what.
package enum Credentials: Sendable, Equatable {
    /// Keystone's own methods: one, or several at once.
    case keystone([Factor], scope: Scope)
    /// An identity provider vouches for the user, and Keystone believes it.
    case federated(Federation, scope: Scope)
    /// A client of Keystone's OAuth 2.0 service.
    case oauth2(OAuth2Client, scope: Scope)
    /// Nobody is asked: each request carries the same.
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
        /// A name is unique only among those of one user.
        case name(String, user: UserReference)
    }

    /// What the token is for.
    package enum Scope: Sendable, Equatable {
        case project(ProjectReference)
        case domain(DomainReference)
        /// All of the system: `system_scope: all`.
        case system
        /// What another user has entrusted to this one, by the trust's id.
        case trust(String)
        /// What Keystone takes where nothing is said: the user's default project, or what an
        /// application credential is bound to.
        case unstated
    }

    /// A password and what it is for.
    package static func password(
        user: UserReference, secret: Secret, scope: Scope
    ) -> Credentials {
        .keystone([.password(user: user, RequiredSecret("password", secret))], scope: scope)
    }

    /// An application credential, which is bound to its project and so has no scope.
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
    /// What signing in needs, in the order in which a person is asked.
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

    /// What the token shall be for.
    var scope: Scope {
        switch self {
        case .keystone(_, let scope), .federated(_, let scope), .oauth2(_, let scope): scope
        case .fixed: .unstated
        }
    }

    /// The users that the configuration names, each of whom must be the token's.
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

    /// Whether signing in once more can give a token that lasts longer.
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

/// An application credential, or a certificate's owner, as a client of Keystone's OAuth 2.0 service.
package struct OAuth2Client: Sendable, Equatable {
    package var endpoint: WebAddress
    package var id: String
    /// Nil where a certificate stands for it.
    package var secret: RequiredSecret?
}
