// SPDX-License-Identifier: Apache-2.0
package import SCSHTTP
import SCSSupport

/// A resource of any kind as the cloud shows it, as far as tracking needs it.
package struct ResourceSnapshot: Sendable {
    package let kind: ResourceKind
    package let id: ResourceID
    package let name: String?
    /// Its project, if the service says.
    let project: String?
    package let status: String

    /// Nil if the JSON shows no such resource.
    init?(_ json: JSON, of kind: ResourceKind) {
        let quirks = kind.quirks
        let reference = quirks.referenceKey.flatMap { json[$0]?.string }
        guard let id = json["id"]?.id ?? reference?.lastPathSegment else { return nil }
        self.kind = kind
        self.id = id
        name = json["name"]?.string
        project = Self.projectKeys.lazy.compactMap { json[$0]?.string }.first
        status = quirks.statusKeys.lazy.compactMap { json[$0]?.string }.first ?? ""
    }

    /// The keys of a resource's project, by service.
    private static let projectKeys = [
        "project_id", "tenant_id", "os-vol-tenant-attr:tenant_id",
        "os-backup-project-attr:project_id", "os-extended-snapshot-attributes:project_id", "owner",
    ]

    /// The resource as the run's own; nil if it has another name or project.
    package func owned(named isOurs: (String) -> Bool, in project: String?) -> OwnedSnapshot? {
        guard let name, isOurs(name) else { return nil }
        if let project, let shown = self.project, shown != project { return nil }
        return OwnedSnapshot(id: id, name: name, status: status)
    }

    /// Whether it is changing state.
    package var isInMotion: Bool { kind.isInMotion(status) }
}

/// A resource that was seen under the run's name, and so may be deleted.
package struct OwnedSnapshot: Sendable {
    package let id: ResourceID
    let name: String
    let status: String

    fileprivate init(id: ResourceID, name: String, status: String) {
        self.id = id
        self.name = name
        self.status = status
    }
}

extension Cloud {
    /// The resource as shown; nil if the cloud says that there is none.
    package func resourceSnapshot(of kind: ResourceKind, id: ResourceID) async throws
        -> ResourceSnapshot?
    {
        do {
            let answer = try await json(try Call(.get, of: kind, [id]))
            let shown = kind.envelope.isEmpty ? answer : answer[kind.envelope] ?? .null
            // Only a 404 means that it is gone; an answer about something else means nothing.
            guard let resourceSnapshot = ResourceSnapshot(shown, of: kind),
                resourceSnapshot.id == id
            else {
                throw UnreadableAnswer(
                    call: "GET /\(kind.collection)/\(id)",
                    detail: "it does not show this \(kind.noun)")
            }
            return resourceSnapshot
        } catch let error as APIError where error.isNotFound {
            return nil
        } catch let error as APIError where error.isForbidden && kind.quirks.hidesWhatIsGone {
            return try await resourceSnapshots(of: kind).first { $0.id == id }
        }
    }

    /// All resources of exactly that name, whatever filter the service supports.
    package func resourceSnapshots(of kind: ResourceKind, named name: String) async throws
        -> [ResourceSnapshot]
    {
        try await resourceSnapshots(of: kind, kind.quirks.listPath, query: [("name", name)])
            .filter { $0.name == name }
    }

    /// All resources of the kind that the credential can see, page by page.
    ///
    /// Throws `UnreadableAnswer` if the list has no recognisable end, as half a list proves no
    /// absence.
    package func resourceSnapshots(
        of kind: ResourceKind, _ path: [PathSegment] = [], query: [(String, String)] = []
    ) async throws -> [ResourceSnapshot] {
        var call = try Call(.get, of: kind, path)
        call.query = query
        return try await Listing<ResourceSnapshot>(
            call: call, paging: kind.quirks.paging, pageSize: kind.pageSize, id: \.id.text
        ) { call in
            let answer = try await self.json(call)
            func unreadable(_ detail: String) -> UnreadableAnswer {
                UnreadableAnswer(call: call.spelled, detail: detail)
            }
            guard let items = kind.items(in: answer) else {
                throw unreadable("it has no \(kind.listKey)")
            }
            let snapshots = try items.map { item in
                guard let snapshot = ResourceSnapshot(item, of: kind) else {
                    throw unreadable("one of its items has no id")
                }
                return snapshot
            }
            return Listing.Page(items: snapshots, hasNext: kind.hasNextPage(answer))
        }.all()
    }
}

extension Call {
    /// A call that reads a kind of resource; throws `ServiceMissing` for an unknown service.
    package init(_ method: Call.Reading, of kind: ResourceKind, _ path: [PathSegment]) throws {
        self.init(method, try kind.knownService(), kind.path + path)
    }
}

extension ResourceKind {
    /// The largest page that its service gives in its default configuration.
    fileprivate var pageSize: Int { quirks.paging == .offsets ? 100 : 1000 }

    /// Whether the answer points to a page behind it; the link itself is never followed.
    fileprivate func hasNextPage(_ answer: JSON) -> Bool {
        guard quirks.paging != .none else { return false }
        let links = answer[listKey + "_links"]?.array ?? []
        return answer["next"]?.string != nil || links.contains { $0["rel"]?.string == "next" }
    }

    package func knownService() throws -> ServiceType {
        guard let service = serviceType else {
            throw ServiceMissing(
                types: [service], interface: "known", region: nil,
                offered: ServiceType.all.map(\.name))
        }
        return service
    }
}

/// Whether a resource in that state is changing to another one.
public func isInMotion(_ status: String) -> Bool {
    let status = status.lowercased()
    guard !status.isEmpty && !status.hasPrefix("error") else { return false }
    return ![
        "available", "in-use", "active", "queued", "killed", "deactivated", "down", "shutoff",
    ].contains(status)
}
