// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP
public import SCSOpenStack
import SCSSupport

/// A call that concerns only the run's own resources, so that any persona may safely attempt it.
///
/// If the cloud wrongly allows it, nothing foreign changes.
public struct AccessProbe: Sendable {
    let call: Call
    /// What the call does, to follow "may": `show the user scs-check-…`.
    public let action: String
    /// Verifies, as their creators, that the affected resources are still the run's own.
    let recheck: @Sendable (Cloud) async throws -> Void

    private init(
        _ call: Call, _ action: String,
        changing recheck: @escaping @Sendable (Cloud) async throws -> Void = { _ in }
    ) {
        self.call = call
        self.action = action
        self.recheck = recheck
    }

    /// A request that shows the resource.
    public static func showing<R>(_ owned: Owned<R>) -> AccessProbe {
        // Every service of the known kinds is in the catalog's list of types.
        let call = Call(.get, R.kind.serviceType ?? .identity, R.kind.path + [owned.id])
        return AccessProbe(call, "show \(owned.formatted)")
    }

    /// A request that deletes the resource.
    public static func deleting<R>(_ owned: Owned<R>) -> AccessProbe {
        AccessProbe(change(.delete, owned), "delete \(owned.formatted)") { _ in
            try await owned.recheck()
        }
    }

    /// Changes the description and nothing else.
    public static func describing<Kind>(
        _ owned: Owned<IdentityResource<Kind>>, as text: String
    ) -> AccessProbe {
        var call = change(.patch, owned)
        call.payload = .json([Kind.kind.envelope: ["description": .string(text)]])
        return AccessProbe(call, "change \(owned.formatted)") { _ in try await owned.recheck() }
    }

    private static func change<R>(_ method: Call.Change, _ owned: Owned<R>) -> Call {
        Call(
            method, R.kind.serviceType ?? .identity,
            ChangeSegment.path(of: R.kind) + [.owned(owned)])
    }

    /// Renames a role to its own name, so that nothing changes if it is allowed.
    public static func renaming(_ role: IdentityRole) -> AccessProbe {
        let body: JSON = ["role": ["name": .string(role.displayName)]]
        return AccessProbe(
            Call(.patch, .identity, ["roles", .named(role.id)], json: body),
            "change the role \(role.displayName.harmless(60))"
        ) { cloud in
            // Another role of that id would get this one's name. A persona that may list roles may
            // still not be allowed to read a single one.
            let roles = try await cloud.identity.list(RoleKind.self)
            guard roles.contains(where: { $0.id == role.id && $0.name == role.name }) else {
                throw UnreadableAnswer(
                    call: "GET /roles", detail: "it no longer shows the role \(role.id) as it did")
            }
        }
    }

    // MARK: Members of groups

    private static func membership(
        _ method: Call.Change, _ user: Owned<IdentityUser>, _ group: Owned<IdentityGroup>,
        _ action: String
    ) -> AccessProbe {
        AccessProbe(
            Call(method, .identity, ["groups", .owned(group), "users", .owned(user)]), action
        ) { _ in
            try await group.recheck()
            try await user.recheck()
        }
    }

    /// A request that adds the user to the group.
    public static func adding(_ user: Owned<IdentityUser>, to group: Owned<IdentityGroup>)
        -> AccessProbe
    {
        membership(.put, user, group, "add \(user.formatted) to \(group.formatted)")
    }

    /// A request that removes the user from the group.
    public static func removing(
        _ user: Owned<IdentityUser>, from group: Owned<IdentityGroup>
    ) -> AccessProbe {
        membership(.delete, user, group, "remove \(user.formatted) from \(group.formatted)")
    }

    /// A request that lists the members of the group.
    public static func listingMembers(of group: Owned<IdentityGroup>) -> AccessProbe {
        AccessProbe(
            Call(.get, .identity, ["groups", group.id, "users"]),
            "list the members of \(group.formatted)")
    }

    // MARK: Roles

    /// Where a role is assigned.
    public enum Place: Sendable {
        case project(Owned<IdentityProject>)
        case domain(id: ResourceID)

        fileprivate var path: [ChangeSegment] {
            switch self {
            case .project(let project): ["projects", .owned(project)]
            case .domain(let id): ["domains", .named(id)]
            }
        }

        fileprivate var readingPath: [PathSegment] { path.map(\.segment) }

        fileprivate func recheck() async throws {
            if case .project(let project) = self { try await project.recheck() }
        }

        fileprivate var formatted: String {
            switch self {
            case .project(let project): project.formatted
            case .domain(let id): "the domain \(id)"
            }
        }
    }

    private static func grant<Kind: ActorKind>(
        _ method: Call.Change, _ role: IdentityRole, _ holder: Owned<IdentityResource<Kind>>,
        _ place: Place, _ action: String
    ) -> AccessProbe {
        let call = Call(
            method, .identity,
            place.path + [
                .collection(of: Kind.kind), .owned(holder), "roles", .named(role.id),
            ])
        return AccessProbe(call, action) { _ in
            try await holder.recheck()
            try await place.recheck()
        }
    }

    /// A request that assigns the role.
    public static func granting<Kind: ActorKind>(
        _ role: IdentityRole, to holder: Owned<IdentityResource<Kind>>, in place: Place
    ) -> AccessProbe {
        grant(
            .put, role, holder, place,
            "assign the role \(role.displayName.harmless(60)) in \(place.formatted) to "
                + holder.formatted
        )
    }

    /// A request that revokes the role.
    public static func revoking<Kind: ActorKind>(
        _ role: IdentityRole, of holder: Owned<IdentityResource<Kind>>, in place: Place
    ) -> AccessProbe {
        grant(
            .delete, role, holder, place,
            "revoke the role \(role.displayName.harmless(60)) in \(place.formatted) from "
                + holder.formatted)
    }

    /// Checks a role assignment; refused where the role is not assigned.
    public static func seeing<Kind: ActorKind>(
        _ role: IdentityRole, of holder: Owned<IdentityResource<Kind>>, in place: Place
    ) -> AccessProbe {
        let path = place.readingPath + [Kind.kind.collection, holder.id, "roles", role.id]
        return AccessProbe(
            Call(.head, .identity, path),
            "see that \(holder.formatted) has the role \(role.displayName.harmless(60)) in "
                + place.formatted)
    }
}

extension Owned {
    /// Noun and name.
    public var formatted: String { "the \(Resource.kind.noun) \(name)" }
}

extension CheckContextOf where Subject == Cloud {
    /// Whether the cloud allows the call: 401, 403 or 404 is a refusal, any other error is thrown.
    public func isAllowed(_ probe: AccessProbe) async throws -> Bool {
        try await probe.recheck(cloud)
        do {
            _ = try await cloud.send(probe.call)
            return true
        } catch let error as APIError where error.deniesAccess {
            record(Evidence(.refusal, error.description))
            return false
        }
    }
}
