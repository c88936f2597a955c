// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP
import SCSSupport

/// The Identity service, as far as it tells who there is.
public struct IdentityService: Sendable {
    let cloud: Cloud

    /// Every resource of a kind that the credential is shown.
    public func list<Kind>(_ kind: Kind.Type) async throws -> [IdentityResource<Kind>] {
        let answer = try await cloud.json(Call(.get, .identity, [Kind.kind.collection]))
        guard let items = Kind.kind.items(in: answer) else {
            throw UnreadableAnswer(
                call: "GET /\(Kind.kind.collection)", detail: "it has no \(Kind.kind.collection)")
        }
        return try items.map { try IdentityResource($0) }
    }

    /// The ids of a group's members.
    public func members(of group: Owned<IdentityGroup>) async throws -> [ResourceID] {
        try await ids(["groups", group.id, "users"])
    }

    /// The ids of the domains that the credential is shown.
    public func domains() async throws -> [ResourceID] {
        try await ids(["domains"])
    }

    /// The ids of the items that the answer names like the end of the path.
    private func ids(_ path: [PathSegment]) async throws -> [ResourceID] {
        let call = Call(.get, .identity, path)
        let answer = try await cloud.json(call)
        let collection = path.last?.text ?? ""
        guard let items = answer[collection]?.array else {
            throw UnreadableAnswer(
                call: call.spelled, detail: "it has no \(collection)")
        }
        return items.compactMap { $0["id"]?.id }
    }
}

extension Cloud {
    /// The Identity service.
    public var identity: IdentityService { IdentityService(cloud: self) }
}
