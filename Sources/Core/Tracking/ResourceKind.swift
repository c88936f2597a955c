// SPDX-License-Identifier: Apache-2.0

/// What the janitor must know to find and delete a resource of any module and version.
public struct ResourceKind: Codable, Hashable, Sendable {
    /// The service's catalogue type: `block-storage`.
    public let service: String
    /// The collection below the service's URL: `volumes`.
    public let collection: String
    /// The key around one resource in an answer; empty where there is none (the Image service).
    public let envelope: String

    public static let volume = ResourceKind(
        service: "block-storage", collection: "volumes", envelope: "volume")
    public static let backup = ResourceKind(
        service: "block-storage", collection: "backups", envelope: "backup")
    public static let snapshot = ResourceKind(
        service: "block-storage", collection: "snapshots", envelope: "snapshot")
    public static let image = ResourceKind(service: "image", collection: "images", envelope: "")
    public static let securityGroup = ResourceKind(
        service: "network", collection: "security-groups", envelope: "security_group")
    public static let network = ResourceKind(
        service: "network", collection: "networks", envelope: "network")
    public static let subnet = ResourceKind(
        service: "network", collection: "subnets", envelope: "subnet")
    public static let router = ResourceKind(
        service: "network", collection: "routers", envelope: "router")
    public static let port = ResourceKind(
        service: "network", collection: "ports", envelope: "port")
    public static let server = ResourceKind(
        service: "compute", collection: "servers", envelope: "server")
    public static let secret = ResourceKind(
        service: "key-manager", collection: "secrets", envelope: "")
    public static let user = ResourceKind(
        service: "identity", collection: "users", envelope: "user")
    public static let project = ResourceKind(
        service: "identity", collection: "projects", envelope: "project")
    public static let group = ResourceKind(
        service: "identity", collection: "groups", envelope: "group")
    public static let role = ResourceKind(
        service: "identity", collection: "roles", envelope: "role")

    /// The word for one of it in a sentence.
    public var noun: String {
        envelope.isEmpty
            ? String(collection.dropLast()) : envelope.split(separator: "_").joined(separator: " ")
    }

    /// The key of a list's items in an answer: Network's paths have hyphens, its keys have none.
    private var listKey: String { collection.split(separator: "-").joined(separator: "_") }

    /// The items of a list's answer; nil where it has none.
    func items(in answer: JSON) -> [JSON]? { answer[listKey]?.array }

    /// Whether its service says 403 of what is not there: a list tells whether it is.
    var hidesWhatIsGone: Bool { service == "identity" }

    /// Whether its service deletes before it answers; Block Storage and Compute take their time.
    var goesAtOnce: Bool { service != "block-storage" && service != "compute" }

    var serviceType: ServiceType? {
        ServiceType.all.first { $0.types.contains(service) }
    }
}

extension Cloud {
    /// A tracked resource as far as tracking cares.
    struct Sighting: Sendable {
        var id: String
        var name: String?
        var status: String
    }

    /// The resource's id and status; nil where it is gone.
    func sighting(of kind: ResourceKind, id: String) async throws -> Sighting? {
        do {
            let answer = try await json(try call(.get, kind, [id]))
            let shown = kind.envelope.isEmpty ? answer : answer[kind.envelope] ?? .null
            // Only a 404 says that it is gone; an answer about something else says nothing.
            guard let sighting = sighting(in: shown) else {
                throw UnreadableAnswer(
                    call: "GET /\(kind.collection)/\(id)", detail: "it shows no \(kind.noun)")
            }
            return sighting
        } catch let error as APIError where error.status == 404 {
            return nil
        } catch let error as APIError where error.status == 403 && kind.hidesWhatIsGone {
            return try await sightings(in: kind, [], query: []).first { $0.id == id }
        }
    }

    /// All resources of exactly that name, whatever filter the service applies.
    func sightings(of kind: ResourceKind, named name: String) async throws -> [Sighting] {
        // Block Storage's plain list lacks the status; its detailed list is a path of its own.
        let path = kind.serviceType == .blockStorage ? ["detail"] : []
        return try await sightings(in: kind, path, query: [("name", name)])
            .filter { $0.name == name }
    }

    private func sightings(
        in kind: ResourceKind, _ path: [String], query: [(String, String)]
    ) async throws -> [Sighting] {
        var call = try call(.get, kind, path)
        call.query = query
        guard let items = kind.items(in: try await json(call)) else {
            throw UnreadableAnswer(
                call: "GET /\(kind.collection)", detail: "it has no \(kind.collection)")
        }
        return try items.map { item in
            guard let sighting = sighting(in: item) else {
                throw UnreadableAnswer(
                    call: "GET /\(kind.collection)", detail: "one of its items has no id")
            }
            return sighting
        }
    }

    /// The call that removes the resource; asks what it is for where that makes a difference.
    func deletionCall(of kind: ResourceKind, id: String) async throws -> Call {
        guard kind == .port else { return try call(.delete, kind, [id]) }
        // A port that a router uses goes with the router's interface, and in no other way.
        let port = try await json(try call(.get, kind, [id]))["port"]
        guard port?["device_owner"]?.string?.hasPrefix("network:router_interface") == true,
            let router = port?["device_id"]?.string
        else { return try call(.delete, kind, [id]) }
        return Call(
            .put, .network, ["routers", router, "remove_router_interface"],
            json: ["port_id": .string(id)])
    }

    private func call(
        _ method: HTTPRequest.Method, _ kind: ResourceKind, _ path: [String]
    ) throws -> Call {
        guard let service = kind.serviceType else {
            throw ServiceMissing(
                types: [kind.service], interface: "known", region: nil,
                offered: ServiceType.all.map(\.name))
        }
        return Call(method, service, [kind.collection] + path)
    }

    private func sighting(in json: JSON) -> Sighting? {
        guard let id = json["id"]?.string ?? json["secret_ref"]?.string?.lastPathSegment else {
            return nil
        }
        // A server says "ACTIVE" until it is gone; what it is doing meanwhile stands elsewhere.
        let task = json["OS-EXT-STS:task_state"]?.string
        return Sighting(
            id: id, name: json["name"]?.string, status: task ?? json["status"]?.string ?? "")
    }
}

extension String {
    /// What follows the last slash: the id at the end of a reference.
    var lastPathSegment: String { split(separator: "/").last.map(String.init) ?? "" }
}
