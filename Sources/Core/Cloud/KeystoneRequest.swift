// SPDX-License-Identifier: Apache-2.0

extension Keystone {
    /// The body of `POST /v3/auth/tokens` for these credentials.
    static func body(for credentials: Credentials) -> JSON {
        var auth: [String: JSON]
        switch credentials {
        case .password(let user, let secret, let scope):
            guard case .object(var fields) = json(user) else { return .null }
            fields["password"] = .string(secret.exposed)
            auth = [
                "identity": [
                    "methods": ["password"], "password": ["user": .object(fields)],
                ]
            ]
            auth["scope"] = json(scope)
        case .applicationCredential(let reference, let secret):
            var fields: [String: JSON] = ["secret": .string(secret.exposed)]
            switch reference {
            case .id(let id): fields["id"] = .string(id)
            case .name(let name, let user):
                fields["name"] = .string(name)
                fields["user"] = json(user)
            }
            // It is bound to its project, so it takes no scope.
            auth = [
                "identity": [
                    "methods": ["application_credential"],
                    "application_credential": .object(fields),
                ]
            ]
        }
        return ["auth": .object(auth)]
    }

    private static func json(_ user: Credentials.UserReference) -> JSON {
        switch user {
        case .id(let id): ["id": .string(id)]
        case .name(let name, let domain): ["name": .string(name), "domain": json(domain)]
        }
    }

    private static func json(_ domain: Credentials.DomainReference) -> JSON {
        switch domain {
        case .id(let id): ["id": .string(id)]
        case .name(let name): ["name": .string(name)]
        }
    }

    private static func json(_ scope: Credentials.Scope) -> JSON {
        switch scope {
        case .project(.id(let id)): ["project": ["id": .string(id)]]
        case .project(.name(let name, let domain)):
            ["project": ["name": .string(name), "domain": json(domain)]]
        case .domain(let domain): ["domain": json(domain)]
        case .system: ["system": ["all": true]]
        }
    }
}
