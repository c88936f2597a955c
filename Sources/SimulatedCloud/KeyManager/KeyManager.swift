// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// A secret of the key manager.
struct StoredSecret: Record {
    let id: String
    let project: String
    let user: String
    var name: String?
    var status = "ACTIVE"
    let created: Duration
    var updated: Duration?
    /// The attributes of the request, with defaults for omitted ones.
    var attributes: [String: JSON]
    var payload: [UInt8]?
    var contentType: String?
}

extension World {
    mutating func keyManager(_ call: Call) throws(Answer) -> Answer {
        if call.path.isEmpty {
            return .json(300, ["versions": ["values": [Self.keyManagerVersion]]])
        }
        let who = try caller(call, orElse: .unauthenticated)
        if call.path == ["v1"] { return .json(200, ["version": Self.keyManagerVersion]) }
        guard call.path.count >= 2, call.path[0] == "v1", call.path[1] == "secrets" else {
            throw .barbican(404, "Not Found", "Object not found.")
        }
        let project = who.project?.id ?? ""
        switch (call.method, call.path.count) {
        case (.get, 2): return try listSecrets(call, project)
        case (.post, 2): return try createSecret(call, who)
        case (.get, 3):
            return .json(200, view(try secret(call.path[2], project)))
        case (.get, 4) where call.path[3] == "payload":
            return try payload(of: try secret(call.path[2], project), call)
        case (.put, 3): return try fill(try secret(call.path[2], project), call)
        case (.delete, 3):
            let found = try secret(call.path[2], project)
            try requireSecrets(who, "deletion")
            secrets[found.id] = nil
            return Answer(status: 204)
        default: throw .barbican(405, "Method Not Allowed", "Method not allowed.")
        }
    }

    func requireSecrets(_ who: Identity, _ what: String) throws(Answer) {
        let isAllowed =
            who.roles.contains("admin")
            || who.roles.contains("member") && !profile.has(defect: "scs-0116-permissions")
        guard isAllowed else {
            throw .barbican(
                403, "Forbidden",
                "Secret \(what) attempt not allowed - please review your user/project privileges")
        }
    }

    private func secret(_ id: String, _ project: String) throws(Answer) -> StoredSecret {
        guard let secret = secrets[id], secret.project == project else {
            throw .barbican(404, "Not Found", "Secret not found.")
        }
        return secret
    }

    private func listSecrets(_ call: Call, _ project: String) throws(Answer) -> Answer {
        var rows = secrets.rows.filter { $0.project == project }
        if let name = call.parameter("name") { rows.removeAll { $0.name != name } }
        if let type = call.parameter("secret_type") {
            rows.removeAll { $0.attributes["secret_type"]?.string != type }
        }
        let total = rows.count
        let offset = max(0, call.parameter("offset").flatMap { Int($0) } ?? 0)
        let limit = min(100, max(1, call.parameter("limit").flatMap { Int($0) } ?? 10))
        let page = rows.dropFirst(offset).prefix(limit)
        var document: [String: JSON] = [
            "secrets": .array(page.map { view($0) }), "total": .int(Int64(total)),
        ]
        func link(_ start: Int) -> JSON {
            let kept = call.query.filter { $0.name != "limit" && $0.name != "offset" }
                .map { "&\($0.name)=\($0.value)" }.joined()
            return .string(
                "\(Host.keyManager.text)/v1/secrets?limit=\(limit)&offset=\(start)\(kept)")
        }
        if offset + limit < total { document["next"] = link(offset + limit) }
        if offset > 0 { document["previous"] = link(max(0, offset - limit)) }
        return .json(200, .object(document))
    }

    private func payload(of secret: StoredSecret, _ call: Call) throws(Answer) -> Answer {
        guard let payload = secret.payload, let type = secret.contentType else {
            throw .barbican(404, "Not Found", "Not Found. Sorry but your secret has no payload.")
        }
        let accepted = call.headers["Accept"] ?? "*/*"
        guard accepted.contains("*/*") || accepted.contains(type) else {
            throw .barbican(
                406, "Not Acceptable",
                "Secret payload retrieval issue seen - "
                    + "Accept header of '\(accepted)' is not supported.")
        }
        return Answer(status: 200, headers: [("Content-Type", type)], body: .bytes(payload))
    }

    private func view(_ secret: StoredSecret) -> JSON {
        var view: [String: JSON] = [
            "algorithm": nil, "bit_length": nil, "mode": nil, "expiration": nil,
            "secret_type": "opaque",
        ]
        view.merge(secret.attributes) { _, asked in asked }
        view["name"] = .text(secret.name ?? secret.id)
        view["status"] = .string(secret.status)
        view["created"] = .string(dateText(secret.created))
        view["updated"] = .string(dateText(secret.updated ?? secret.created))
        view["creator_id"] = .string(secret.user)
        view["secret_ref"] = .string(secret.reference)
        if let type = secret.contentType { view["content_types"] = ["default": .string(type)] }
        return .object(view)
    }

    /// Barbican's version document for callers without a microversion.
    private static let keyManagerVersion: JSON = [
        "id": "v1", "status": "stable",
        "links": [
            ["rel": "self", "href": .string(Host.keyManager.text + "/v1/")],
            [
                "rel": "describedby", "type": "text/html",
                "href": "https://docs.openstack.org/",
            ],
        ],
        "media-types": [
            [
                "base": "application/json",
                "type": "application/vnd.openstack.key-manager-v1+json",
            ]
        ],
    ]
}

extension StoredSecret {
    /// The URL by which Barbican identifies a secret.
    var reference: String { "\(Host.keyManager.text)/v1/secrets/\(id)" }
}

extension Answer {
    /// A refusal in Barbican's words.
    static func barbican(_ status: Int64, _ title: String, _ description: String) -> Answer {
        .json(
            Int(status),
            [
                "code": .int(status), "title": .string(title),
                "description": .string(description),
            ])
    }
}
