// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP
import SCSSupport

/// The type of an Identity resource.
public protocol IdentityResourceKind: Sendable {
    static var kind: ResourceKind { get }
}

/// Users.
public enum UserKind: IdentityResourceKind {
    /// The kind of the resource.
    public static let kind = ResourceKind.user
}

/// Projects.
public enum ProjectKind: IdentityResourceKind {
    /// The kind of the resource.
    public static let kind = ResourceKind.project
}

/// Groups.
public enum GroupKind: IdentityResourceKind {
    /// The kind of the resource.
    public static let kind = ResourceKind.group
}

/// Roles.
public enum RoleKind: IdentityResourceKind {
    /// The kind of the resource.
    public static let kind = ResourceKind.role
}

/// A kind that can hold a role: users or groups.
public protocol ActorKind: IdentityResourceKind {}
extension UserKind: ActorKind {}
extension GroupKind: ActorKind {}

/// A user, project, group or role.
///
/// Source: https://docs.openstack.org/api-ref/identity/v3/
public struct IdentityResource<Kind: IdentityResourceKind>: TrackedResource {
    /// The id from the service.
    public var id: ResourceID
    /// The name of the resource.
    public var name: String?
    /// The name for display.
    public var displayName: String { name ?? id.text }
    /// The description, if there is one.
    public var description: String?
    /// Nil for roles, and for projects that are domains.
    public var domainID: String?
    /// Identity resources have no states: an existing one is usable.
    public var status: String { Self.kind.quirks.ready }

    /// The kind of the resource.
    public static var kind: ResourceKind { Kind.kind }

    /// Shows the resource with this id.
    public static func show(
        _ id: ResourceID, in cloud: Cloud
    ) async throws -> IdentityResource {
        let answer = try await cloud.json(Call(.get, .identity, [Kind.kind.collection, id]))
        return try IdentityResource(answer[Kind.kind.envelope])
    }

    init(_ json: JSON?) throws {
        guard let id = json?["id"]?.id, let name = json?["name"]?.string else {
            throw UnreadableAnswer(
                call: "GET /\(Kind.kind.collection)",
                detail: "a \(Kind.kind.noun) has no id or no name")
        }
        self.id = id
        self.name = name
        description = json?["description"]?.string
        domainID = json?["domain_id"]?.string
    }
}

/// A user.
public typealias IdentityUser = IdentityResource<UserKind>
/// A project.
public typealias IdentityProject = IdentityResource<ProjectKind>
/// A group.
public typealias IdentityGroup = IdentityResource<GroupKind>
/// A role.
public typealias IdentityRole = IdentityResource<RoleKind>
