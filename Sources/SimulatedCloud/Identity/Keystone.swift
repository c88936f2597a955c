// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

extension World {
    mutating func identity(_ call: Call) throws(Answer) -> Answer {
        switch (call.method, call.path) {
        case (.get, []):
            var answer = Answer.json(300, ["versions": ["values": [Self.identityVersion]]])
            answer.headers.append(("Location", Host.identity.text + "/v3/"))
            return answer
        case (.get, ["v3"]): return .json(200, ["version": Self.identityVersion])
        case (.post, ["v3", "auth", "tokens"]): return try issueToken(call)
        case (_, _) where call.path.count > 1 && call.path[0] == "v3":
            return try manageIdentities(call, Array(call.path.dropFirst()))
        default: return .page(404, "The requested URL was not found on the server.")
        }
    }

    private mutating func issueToken(_ call: Call) throws(Answer) -> Answer {
        guard let auth = JSON(parsing: call.body)?["auth"], let asked = auth["identity"] else {
            throw .identity(
                400,
                "Expecting to find auth in request body. The server could not comply with the "
                    + "request since it is either malformed or otherwise incorrect. The client is "
                    + "assumed to be in error.")
        }
        if profile.has(.unauthorized) { throw .unauthenticated }
        guard case .array(let methods) = asked["methods"], let method = methods.first?.string,
            let proof = asked[method]
        else { throw .unauthenticated }
        let (user, credential) = try authenticate(method, proof)
        let scope = try scope(auth["scope"], of: user, credential)
        let identity = Identity(
            user: user, project: scope.project, domain: scope.domain, isSystem: scope.isSystem,
            roles: scope.roles, expires: now + .seconds(8 * 3600))
        let token = "gAAAAAB" + random.hexadecimal(64)
        directory.tokens[token] = identity
        var document = tokenDocument(identity, method: method)
        if let credential {
            document["application_credential"] = [
                "id": .string(credential.id), "name": .string(credential.name), "restricted": true,
            ]
        }
        if call.query.contains(where: { $0.name == "nocatalog" }) { document["catalog"] = nil }
        var answer = Answer.json(201, ["token": .object(document)])
        answer.headers.append(("X-Subject-Token", token))
        return answer
    }

    private func authenticate(
        _ method: String, _ proof: JSON
    ) throws(Answer) -> (Directory.User, Directory.ApplicationCredential?) {
        switch method {
        case "password":
            guard let asked = proof["user"], let user = directory.user(asked),
                asked["password"]?.string == user.password
            else { throw .unauthenticated }
            return (user, nil)
        case "application_credential":
            let known = directory.applicationCredential
            if let id = proof["id"]?.string, id != known.id {
                throw .identity(404, "Could not find Application Credential: \(id).")
            }
            if proof["id"] == nil {
                guard let asked = proof["user"], directory.user(asked)?.id == known.user.id,
                    proof["name"]?.string == known.name
                else { throw .unauthenticated }
            }
            guard proof["secret"]?.string == known.secret else { throw .unauthenticated }
            return (known.user, known)
        default:
            throw .unauthenticated
        }
    }

    private func scope(
        _ asked: JSON?, of user: Directory.User, _ credential: Directory.ApplicationCredential?
    ) throws(Answer) -> (
        project: Directory.Project?, domain: Directory.Domain?, isSystem: Bool, roles: [String]
    ) {
        if credential != nil { return (user.project, nil, false, user.roles) }
        guard let asked else { return (nil, nil, false, []) }
        if asked["system"] != nil {
            guard user.roles.contains("admin"), user.project?.name == "admin" else {
                throw .unauthenticated
            }
            return (nil, nil, true, user.roles)
        }
        if let domain = asked["domain"] {
            guard user.project == nil, directory.domain(domain) == user.domain else {
                throw .unauthenticated
            }
            return (nil, user.domain, false, user.roles)
        }
        guard let project = asked["project"], let own = user.project,
            directory.isProject(own, asked: project)
        else { throw .unauthenticated }
        return (own, nil, false, user.roles)
    }

    private mutating func tokenDocument(_ identity: Identity, method: String) -> [String: JSON] {
        var document: [String: JSON] = [
            "methods": [.string(method)],
            "user": [
                "domain": identity.user.domain.reference, "id": .string(identity.user.id),
                "name": .string(identity.user.name), "password_expires_at": nil,
            ],
            "audit_ids": [.string(random.hexadecimal(22))],
            "issued_at": .string(dateText(now) + ".000000Z"),
            "expires_at": .string(dateText(identity.expires) + ".000000Z"),
        ]
        if let project = identity.project {
            document["project"] = [
                "domain": Directory.Domain.first.reference, "id": .string(project.id),
                "name": .string(project.name),
            ]
            document["is_domain"] = false
        }
        if let domain = identity.domain { document["domain"] = domain.reference }
        if identity.isSystem { document["system"] = ["all": true] }
        guard identity.project != nil || identity.domain != nil || identity.isSystem else {
            return document
        }
        document["roles"] = .array(
            identity.roles.map { ["id": .string(directory.roleID($0)), "name": .string($0)] })
        document["catalog"] = directory.catalog.document(for: identity.project?.id)
        return document
    }

    /// The identity of the token in the call; without one the service answers `refusal`.
    mutating func caller(_ call: Call, orElse refusal: Answer) throws(Answer) -> Identity {
        guard let token = call.headers["X-Auth-Token"], var identity = directory.tokens[token],
            identity.expires > now
        else { throw refusal }
        identity.uses += 1
        directory.tokens[token] = identity
        if profile.has(.expiredToken), !directory.hasRevoked, identity.uses > 8 {
            directory.hasRevoked = true
            directory.tokens[token] = nil
            throw refusal
        }
        return identity
    }

    private static let identityVersion: JSON = [
        "id": "v3.14", "status": "stable", "updated": "2020-04-07T00:00:00Z",
        "links": [["rel": "self", "href": .string(Host.identity.text + "/v3/")]],
        "media-types": [
            [
                "base": "application/json",
                "type": "application/vnd.openstack.identity-v3+json",
            ]
        ],
    ]
}

extension Answer {
    static func identity(_ status: Int64, _ message: String) -> Answer {
        let titles: [Int64: String] = [
            400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
            409: "Conflict",
        ]
        return .json(
            Int(status),
            [
                "error": [
                    "code": .int(status), "message": .string(message),
                    "title": .string(titles[status] ?? "Error"),
                ]
            ])
    }

    /// Keystone's refusal, and Cinder's for an invalid token.
    static var unauthenticated: Answer {
        var answer = Answer.identity(401, "The request you have made requires authentication.")
        answer.headers.append(challenge)
        return answer
    }

    /// The header that says where to get a token.
    static let challenge = (
        name: "WWW-Authenticate", value: "Keystone uri=\"\(Host.identity.text)/v3\""
    )
}
