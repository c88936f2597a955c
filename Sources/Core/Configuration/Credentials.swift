// SPDX-License-Identifier: Apache-2.0

/// How to authenticate against Keystone v3.
package enum Credentials: Sendable, Equatable {
    case password(user: UserReference, secret: Secret, scope: Scope)
    /// An application credential is bound to its project, so it has no scope.
    case applicationCredential(reference: ApplicationCredentialReference, secret: Secret)

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
    }
}

extension Credentials {
    /// What nobody but Keystone may learn.
    var secrets: [Secret] {
        switch self {
        case .password(_, let secret, _), .applicationCredential(_, let secret): [secret]
        }
    }
}
