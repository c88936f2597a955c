// SPDX-License-Identifier: Apache-2.0
import SCSSupport
public import SCSHTTP

/// What tells one kind of the Identity service's resources from another.
public protocol IdentityResourceKind: Sendable {
    static var kind: ResourceKind { get }
}

/// The kind of an identity resource.
public enum UserKind: IdentityResourceKind {
    /// The kind of the resource.
    public static let kind = ResourceKind.user
}

/// The kind of an identity resource.
public enum ProjectKind: IdentityResourceKind {
    /// The kind of the resource.
    public static let kind = ResourceKind.project
}

/// The kind of an identity resource.
public enum GroupKind: IdentityResourceKind {
    /// The kind of the resource.
    public static let kind = ResourceKind.group
}

/// The kind of an identity resource.
public enum RoleKind: IdentityResourceKind {
    /// The kind of the resource.
    public static let kind = ResourceKind.role
}

/// Whoever can hold a role: a user or a group.
public protocol ActorKind: IdentityResourceKind {}
extension UserKind: ActorKind {}
extension GroupKind: ActorKind {}

/// A user, project, group or role.
///
/// Source: https://docs.openstack.org/api-ref/identity/v3/
public struct IdentityResource<Kind: IdentityResourceKind>: TrackedResource {
    /// The id that the service gave.
    public var id: ResourceID
    /// The name of the resource.
    public var name: String?
    /// The name, for people.
    public var displayName: String { name ?? id.text }
    /// The description, if there is one.
    public var description: String?
    /// Roles and projects that are domains have none.
    public var domainID: String?
    /// It has no states: what is there can be used.
    public var status: String { Self.ready }
    /// Why the resource failed, if the service says.
    public var failReason: String? { nil }

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
