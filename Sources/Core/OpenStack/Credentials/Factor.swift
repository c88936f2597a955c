// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// One of Keystone's own methods with its data.
package enum Factor: Sendable, Equatable {
    case password(user: Credentials.UserReference, RequiredSecret)
    case totp(user: Credentials.UserReference, RequiredSecret)
    case token(RequiredSecret)
    case applicationCredential(Credentials.ApplicationCredentialReference, RequiredSecret)

    /// Its name in the Identity API.
    var method: String {
        switch self {
        case .password: "password"
        case .totp: "totp"
        case .token: "token"
        case .applicationCredential: "application_credential"
        }
    }

    var secret: RequiredSecret {
        switch self {
        case .password(_, let secret), .totp(_, let secret), .token(let secret),
            .applicationCredential(_, let secret):
            secret
        }
    }

    /// What to check if Keystone refuses it.
    var advice: String {
        switch self {
        case .password:
            "Check the password, and that the user may sign in to this project or domain."
        case .totp: "A passcode is valid for 30 seconds; check this machine's clock, too."
        case .token:
            "The token has expired, was revoked, or has another scope; get a new one, as tokens "
                + "cannot be extended."
        case .applicationCredential: "Check the application credential, its secret and its expiry."
        }
    }

    /// The object below the method's name in a sign-in request.
    func json(_ secret: Secret) -> JSON {
        switch self {
        case .password(let user, _):
            ["user": .object(user.fields.merging(["password": .string(secret.exposed)]) { $1 })]
        case .totp(let user, _):
            ["user": .object(user.fields.merging(["passcode": .string(secret.exposed)]) { $1 })]
        case .token: ["id": .string(secret.exposed)]
        case .applicationCredential(.id(let id), _):
            ["id": .string(id), "secret": .string(secret.exposed)]
        case .applicationCredential(.name(let name, let user), _):
            [
                "name": .string(name), "user": .object(user.fields),
                "secret": .string(secret.exposed),
            ]
        }
    }
}

extension Credentials.UserReference {
    var fields: [String: JSON] {
        switch self {
        case .id(let id): ["id": .string(id)]
        case .name(let name, let domain): ["name": .string(name), "domain": domain.json]
        }
    }
}

extension Credentials.DomainReference {
    var json: JSON {
        switch self {
        case .id(let id): ["id": .string(id)]
        case .name(let name): ["name": .string(name)]
        }
    }
}

extension Credentials.Scope {
    /// The value of `scope` in a sign-in request; nil if unstated.
    var json: JSON? {
        switch self {
        case .project(.id(let id)): ["project": ["id": .string(id)]]
        case .project(.name(let name, let domain)):
            ["project": ["name": .string(name), "domain": domain.json]]
        case .domain(let domain): ["domain": domain.json]
        case .system: ["system": ["all": true]]
        case .trust(let id): ["OS-TRUST:trust": ["id": .string(id)]]
        case .unstated: nil
        }
    }
}
