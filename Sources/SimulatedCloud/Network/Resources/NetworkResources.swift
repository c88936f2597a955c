// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

extension World {
    mutating func resources(
        _ kind: NetworkKind, _ request: NetworkCall
    ) throws(Answer) -> Answer {
        switch (request.call.method, request.path.count) {
        case (.get, 1): return listNetworkObjects(kind, request)
        case (.post, 1):
            guard request.mayWrite else { throw Self.forbidden("create", kind) }
            return try createNetworkObject(kind, request)
        case (.get, 2):
            let object = try find(kind, request.path[1], request)
            return .json(200, .object([kind.rawValue: .object(view(object, kind))]))
        case (.put, 2): return try changeNetworkObject(kind, request)
        case (.delete, 2): return try deleteNetworkObject(kind, request)
        case (.put, 3) where kind == .router: return try changeInterfaces(request)
        default: throw Self.unknownNetworkPath
        }
    }

    private static func forbidden(_ verb: String, _ kind: NetworkKind) -> Answer {
        .network(
            403, "PolicyNotAuthorized",
            "rule:\(verb)_\(kind.rawValue) is disallowed by policy")
    }

    func isVisible(_ object: NetworkObject, _ request: NetworkCall) -> Bool {
        object.project == request.project || request.isAdmin
            || object.body["shared"] == true || object.body["router:external"] == true
    }

    func find(
        _ kind: NetworkKind, _ id: String, _ request: NetworkCall
    ) throws(Answer) -> NetworkObject {
        guard let object = network[kind][id], isVisible(object, request) else {
            throw kind.notFound(id)
        }
        return object
    }

    private func listNetworkObjects(_ kind: NetworkKind, _ request: NetworkCall) -> Answer {
        let notFilters: Set = ["limit", "marker", "page_reverse", "fields", "sort_key", "sort_dir"]
        var wanted: [String: Set<String>] = [:]
        for (name, value) in request.call.query where !notFilters.contains(name) {
            wanted[name, default: []].insert(value)
        }
        var views: [[String: JSON]] = []
        for object in network[kind].rows where isVisible(object, request) {
            let view = view(object, kind)
            let isWanted = wanted.allSatisfy { name, values in
                guard let value = view[name] else { return true }
                return values.contains { value.matches($0) }
            }
            if isWanted { views.append(view) }
        }
        var document: [String: JSON] = [:]
        if let marker = request.call.parameter("marker"),
            let index = views.firstIndex(where: { $0["id"] == .string(marker) })
        {
            views.removeFirst(index + 1)
        }
        if let limit = request.call.parameter("limit").flatMap({ Int($0) }), limit > 0 {
            views = Array(views.prefix(limit))
            if views.count == limit, let last = views.last?["id"]?.string {
                let kept = request.call.query.filter { $0.name != "marker" } + [("marker", last)]
                let query = kept.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
                let href = "\(Host.network.text)/v2.0/\(kind.path)?\(query)"
                document["\(kind.plural)_links"] = [["rel": "next", "href": .string(href)]]
            }
        }
        let fields = request.call.query.filter { $0.name == "fields" }.map(\.value)
        document[kind.plural] = .array(
            views.map { view in
                .object(fields.isEmpty ? view : view.filter { fields.contains($0.key) })
            })
        return .json(200, .object(document))
    }

    /// The attributes of the request, all of them known.
    func attributes(
        _ kind: NetworkKind, _ request: NetworkCall
    ) throws(Answer) -> [String: JSON] {
        guard let document = JSON(parsing: request.call.body) else {
            throw .invalid("Invalid JSON body.")
        }
        guard case .object(let members)? = document[kind.rawValue] else {
            throw .invalid("Unable to find '\(kind.rawValue)' in request body")
        }
        let common: Set = ["name", "description", "project_id", "tenant_id", "tags"]
        let unknown = members.keys.sorted()
            .filter { kind.defaults[$0] == nil && !common.contains($0) }
        guard unknown.isEmpty else {
            let names = unknown.joined(separator: ", ")
            throw .invalid("Unrecognized attribute(s) '\(names)'")
        }
        return members
    }

    private mutating func changeNetworkObject(
        _ kind: NetworkKind, _ request: NetworkCall
    ) throws(Answer) -> Answer {
        guard kind != .securityGroupRule else { throw Self.unknownNetworkPath }
        var object = try find(kind, request.path[1], request)
        guard object.project == request.project || request.isAdmin else {
            throw Self.forbidden("update", kind)
        }
        var members = try attributes(kind, request)
        if let name = members.removeValue(forKey: "name") { object.name = name.string }
        object.body.merge(members) { _, new in new }
        object.updated = now
        object.revision += 1
        network[kind][object.id] = object
        return .json(200, .object([kind.rawValue: .object(view(object, kind))]))
    }

    /// The object as the service shows it.
    func view(_ object: NetworkObject, _ kind: NetworkKind) -> [String: JSON] {
        var view = object.body
        view["id"] = .string(object.id)
        view["project_id"] = .string(object.project)
        view["tenant_id"] = .string(object.project)
        view["created_at"] = .string(dateText(object.created) + "Z")
        view["updated_at"] = .string(dateText(object.updated ?? object.created) + "Z")
        view["revision_number"] = .int(object.revision)
        if view["description"] == nil { view["description"] = "" }
        if view["tags"] == nil { view["tags"] = [] }
        if kind != .securityGroupRule { view["name"] = .string(object.name ?? "") }
        if kind.hasStatus { view["status"] = .string(object.status) }
        switch kind {
        case .network:
            view["subnets"] = .array(
                network.subnets(of: object.id).map { .string($0.id) })
        case .securityGroup:
            view["security_group_rules"] = .array(
                rules(of: object.id).map { .object(self.view($0, .securityGroupRule)) })
        default: break
        }
        return view
    }

    func rules(of group: String) -> [NetworkObject] {
        network[.securityGroupRule].rows.filter { $0.text("security_group_id") == group }
    }
}

extension JSON {
    /// Whether a filter in a query matches this value.
    fileprivate func matches(_ text: String) -> Bool {
        switch self {
        case .string(let value): value == text
        case .bool(let value): value == JSON.string(text).flag
        case .int(let value): value == Int64(text)
        case .null: text.isEmpty
        case .array(let items): items.contains { $0.matches(text) }
        case .double, .object: false
        }
    }
}
