// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSHTTP
import SCSSupport

extension Token {
    /// What each request carries, as if it were a token: it never ends, and nobody knows its roles.
    init(_ fixed: FixedAuthorization, secret: Secret?) {
        let secret = secret ?? Secret("")
        var user = "nobody"
        switch fixed {
        case .nothing(let endpoint):
            // Services that let everybody in still want to see the header.
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

    /// The roles, where Keystone told them; else throws why nobody can know them.
    package func knownRoles() throws -> [String] {
        guard let fixed else { return try told(roles, "roles") }
        throw AccessError(
            .unknownRoles,
            "The credential's roles cannot be determined, as auth_type \(fixed.typeName) does not "
                + "use Keystone.",
            advice: "Test with a credential that Keystone knows, such as an application credential."
        )
    }

    /// The service catalog, where Keystone gave one; else throws why there is none.
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

    /// Where a service is; throws `ServiceMissing`, or an `AccessError` where there is no catalog to
    /// look into.
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

    /// Says in a request on whose behalf it is made.
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

    /// What no answer may show.
    var secrets: [Secret] {
        [value, bearer, fixed?.secret?.configured].compactMap { $0 }
    }
}
