// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSSupport
import SCSHTTP

/// The credential in each request without Keystone, and the one URL of all services.
package enum FixedAuthorization: Sendable, Equatable {
    case nothing(endpoint: WebAddress?)
    case basic(user: String, RequiredSecret, endpoint: WebAddress?)
    case token(RequiredSecret, endpoint: WebAddress?)

    /// The URL of all services without an override.
    package var endpoint: WebAddress? {
        switch self {
        case .nothing(let endpoint), .basic(_, _, let endpoint), .token(_, let endpoint): endpoint
        }
    }

    var secret: RequiredSecret? {
        switch self {
        case .nothing: nil
        case .basic(_, let password, _): password
        case .token(let token, _): token
        }
    }

    /// The name in `auth_type`.
    var typeName: String {
        switch self {
        case .nothing: AuthenticationType.nobody.name
        case .basic: AuthenticationType.httpBasic.name
        case .token: AuthenticationType.adminToken.name
        }
    }
}

extension Token {
    /// A fixed credential as a token: it never expires, and its roles are unknown.
    init(_ fixed: FixedAuthorization, secret: Secret?) {
        let secret = secret ?? Secret("")
        var user = "nobody"
        switch fixed {
        case .nothing(let endpoint):
            // Services without authentication still require the header.
            value = Secret("notused")
            self.fixed = .nothing(endpoint: endpoint)
        case .basic(let name, let required, let endpoint):
            user = name
            value = .basic(user: name, password: secret)
            self.fixed = .basic(
                user: name, RequiredSecret(required.key, secret), endpoint: endpoint)
        case .token(let required, let endpoint):
            user = "the holder of a fixed token"
            value = secret
            self.fixed = .token(RequiredSecret(required.key, secret), endpoint: endpoint)
        }
        expiresAt = .distantFuture
        userName = user
        roles = []
        catalog = Catalog(services: [])
    }

    /// The roles, if Keystone listed them; else throws why they are unknown.
    package func knownRoles() throws -> [String] {
        guard let fixed else { return try told(roles, "roles") }
        throw AccessError(
            .unknownRoles,
            "The credential's roles cannot be determined, as auth_type \(fixed.typeName) does not "
                + "use Keystone.",
            advice: "Test with a credential that Keystone knows, such as an application credential."
        )
    }

    /// The service catalog, if Keystone sent one; else throws why there is none.
    package func knownCatalog() throws -> Catalog {
        guard let fixed else { return try told(catalog, "catalog") }
        throw AccessError(
            .noCatalog,
            "There is no service catalog, as auth_type \(fixed.typeName) does not use Keystone.",
            advice: "Test with a credential that Keystone knows, such as an application credential."
        )
    }

    private func told<Value>(_ value: Value, _ field: String) throws -> Value {
        guard !untold.contains(field) else {
            throw UnreadableAnswer(call: "POST /auth/tokens", detail: "its token has no \(field)")
        }
        return value
    }

    /// The URL of a service; throws `ServiceMissing`, or an `AccessError` without a catalog.
    func endpoint(ofType type: String, _ configuration: CloudConfiguration) throws -> URL {
        guard let fixed else {
            return try catalog.endpoint(configuration.selection(ofType: type))
        }
        guard let endpoint = fixed.endpoint else {
            throw AccessError(
                .noCatalog,
                "The endpoint of \(type) is unknown: with auth_type "
                    + "\(fixed.typeName) there is no service catalog.",
                advice: "Set endpoint in auth, or "
                    + "\(type.underscored)_endpoint_override beside it."
            )
        }
        return endpoint.url
    }

    /// Adds the credential to a request.
    func authorize(_ headers: inout HTTPHeaders) {
        if case .basic = fixed {
            headers.set("Authorization", secret: value)
            return
        }
        headers.set("X-Auth-Token", secret: value)
        if let bearer {
            headers.set("Authorization", secret: Secret("Bearer \(bearer.exposed)"))
        }
    }

    /// The secrets that no answer may repeat.
    var secrets: [Secret] {
        [value, bearer, fixed?.secret?.configured].compactMap { $0 }
    }
}
