// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// What Keystone 2025.1 lets a domain's manager do by default.
extension World {
    mutating func manageIdentities(_ call: Call, _ path: [String]) throws(Answer) -> Answer {
        let who = try caller(call, orElse: .unauthenticated)
        switch path[0] {
        case "domains" where path.count <= 2: return try domains(call, who, path)
        case "roles": return try roles(call, who, path)
        case "domains" where path.count == 6, "projects" where path.count == 6:
            return try grants(call, who, path)
        case "groups" where path.count > 2: return try members(call, who, path)
        case let collection where Identities.collections.contains(collection):
            return try entries(call, who, path)
        default: return .identity(404, "The resource could not be found.")
        }
    }

    static func forbidden(_ action: String) -> Answer {
        .identity(
            403, "You are not authorized to perform the requested action: identity:\(action).")
    }

    /// Whether the caller manages the domain; an operator manages them all.
    func manages(_ who: Identity, _ domain: String?) -> Bool {
        who.roles.contains("admin")
            || who.domain != nil && who.domain?.id == domain && who.roles.contains("manager")
    }

    private func domains(
        _ call: Call, _ who: Identity, _ path: [String]
    ) throws(Answer) -> Answer {
        guard call.method == .get else { throw Self.forbidden("\(call.verb)_domain") }
        guard who.domain != nil || who.roles.contains("admin") else {
            throw Self.forbidden(path.count == 1 ? "list_domains" : "get_domain")
        }
        let shown = directory.domains.filter {
            manages(who, $0.id) || profile.has(defect: "scs-0302-x-domain")
        }
        func view(_ domain: Directory.Domain) -> JSON {
            [
                "id": .string(domain.id), "name": .string(domain.name), "description": "",
                "enabled": true, "tags": [], "options": [:],
            ]
        }
        if path.count == 1 { return .json(200, list("domains", shown.map(view))) }
        guard let domain = shown.first(where: { $0.id == path[1] }) else {
            throw Self.forbidden("get_domain")
        }
        return .json(200, ["domain": view(domain)])
    }

    private mutating func roles(
        _ call: Call, _ who: Identity, _ path: [String]
    ) throws(Answer) -> Answer {
        let isAdmin = who.roles.contains("admin")
        guard isAdmin || who.domain != nil && who.roles.contains("manager") else {
            throw Self.forbidden("\(call.verb)_role")
        }
        func view(_ name: String, _ id: String) -> JSON {
            ["id": .string(id), "name": .string(name), "domain_id": nil, "description": nil]
        }
        let known = directory.roleIDs.sorted { $0.key < $1.key }
        switch (call.method, path.count) {
        case (.get, 1):
            let name = call.parameter("name")
            let named = known.filter { name == nil || $0.key == name }
            return .json(200, list("roles", named.map { view($0.key, $0.value) }))
        case (.get, 2):
            guard let role = known.first(where: { $0.value == path[1] }) else {
                throw .identity(404, "Could not find role: \(path[1]).")
            }
            return .json(200, ["role": view(role.key, role.value)])
        case (.post, 1) where isAdmin || profile.has(defect: "scs-0302-x-roles"):
            let name = JSON(parsing: call.body)?["role"]?["name"]?.string ?? ""
            let id = random.hexadecimal(32)
            directory.roleIDs[name] = id
            return .json(201, ["role": view(name, id)])
        case (.delete, 2) where isAdmin || profile.has(defect: "scs-0302-x-roles"):
            guard let role = known.first(where: { $0.value == path[1] }) else {
                throw .identity(404, "Could not find role: \(path[1]).")
            }
            directory.roleIDs[role.key] = nil
            return Answer(status: 204)
        default: throw Self.forbidden("\(call.verb)_role")
        }
    }

    // MARK: Users, projects, groups

    private mutating func entries(
        _ call: Call, _ who: Identity, _ path: [String]
    ) throws(Answer) -> Answer {
        let collection = path[0]
        let noun = String(collection.dropLast())
        if path.count == 1 {
            return call.method == .post
                ? try create(call, who, collection, noun) : try list(call, who, collection)
        }
        let found = path.count == 2 ? identities.entry(collection, path[1]) : nil
        // Missing and foreign resources look the same.
        guard var entry = found, manages(who, entry.domain) || isOpen(collection, call) else {
            throw Self.forbidden("\(call.verb)_\(noun)")
        }
        switch call.method {
        case .delete:
            identities.remove(entry)
            return Answer(status: 204)
        case .patch:
            let asked = JSON(parsing: call.body)?[noun]
            entry.description = asked?["description"]?.string ?? entry.description
            identities.entries = identities.entries.map { $0.id == entry.id ? entry : $0 }
            return .json(200, [noun: entry.view])
        default: return .json(200, [noun: entry.view])
        }
    }

    /// The one hole of a cloud with a defect.
    private func isOpen(_ collection: String, _ call: Call) -> Bool {
        let holes: [(String, HTTPRequest.Method)] = [
            ("users", .patch), ("projects", .delete), ("groups", .get),
        ]
        return holes.contains {
            $0 == (collection, call.method) && profile.has(defect: "scs-0302-x-\(collection)")
        }
    }

    private mutating func create(
        _ call: Call, _ who: Identity, _ collection: String, _ noun: String
    ) throws(Answer) -> Answer {
        let asked = JSON(parsing: call.body)?[noun]
        let domain = asked?["domain_id"]?.string
        guard let domain, manages(who, domain) else { throw Self.forbidden("create_\(noun)") }
        guard let name = asked?["name"]?.string else {
            throw .identity(400, "'name' is a required property")
        }
        let isTaken = identities.entries.contains {
            $0.collection == collection && $0.name == name && $0.domain == domain
        }
        guard !isTaken else {
            throw .identity(
                409,
                "Conflict occurred attempting to store \(noun) - Duplicate entry found with name "
                    + "\(name) at domain ID \(domain).")
        }
        let entry = Identities.Entry(
            id: random.hexadecimal(32), collection: collection, name: name, domain: domain,
            description: asked?["description"]?.string)
        identities.entries.append(entry)
        return .json(201, [noun: entry.view])
    }

    private func list(
        _ call: Call, _ who: Identity, _ collection: String
    ) throws(Answer) -> Answer {
        guard who.roles.contains("admin") || who.domain != nil && who.roles.contains("manager")
        else { throw Self.forbidden("list_\(collection)") }
        var shown = identities.entries.filter {
            $0.collection == collection && manages(who, $0.domain)
        }
        if let name = call.parameter("name") { shown.removeAll { $0.name != name } }
        if let domain = call.parameter("domain_id") { shown.removeAll { $0.domain != domain } }
        return .json(200, list(collection, shown.map(\.view)))
    }

    func list(_ key: String, _ items: [JSON]) -> JSON {
        [
            key: .array(items),
            "links": [
                "next": nil, "previous": nil,
                "self": .string("\(Host.identity.text)/v3/\(key)"),
            ],
        ]
    }
}

extension Call {
    /// The action's name in Keystone's policies.
    fileprivate var verb: String {
        switch method {
        case .get, .head: path.count == 2 ? "list" : "get"
        case .post: "create"
        case .put, .patch: "update"
        case .delete: "delete"
        }
    }
}
