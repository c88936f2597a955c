// SPDX-License-Identifier: Apache-2.0

/// A call that concerns only resources of this run, so that it may be tried by whoever must not.
///
/// Should the cloud allow what it must refuse, nothing of anybody else is changed.
public struct Trial: Sendable {
    let call: Call
    /// What is tried, as it follows "may": `show the user scs-check-…`.
    public let words: String

    private init(_ call: Call, _ words: String) {
        self.call = call
        self.words = words
    }

    public static func showing<R>(_ owned: Owned<R>) -> Trial {
        Trial(path(.get, owned), "show \(owned.spoken)")
    }

    public static func deleting<R>(_ owned: Owned<R>) -> Trial {
        Trial(path(.delete, owned), "delete \(owned.spoken)")
    }

    /// Changes the description and nothing else.
    public static func describing<Kind>(
        _ owned: Owned<IdentityResource<Kind>>, as text: String
    ) -> Trial {
        var call = path(.patch, owned)
        call.payload = .json([Kind.kind.envelope: ["description": .string(text)]])
        return Trial(call, "change \(owned.spoken)")
    }

    private static func path<R>(_ method: HTTPRequest.Method, _ owned: Owned<R>) -> Call {
        // Every service of the known kinds is in the catalogue's list of types.
        Call(method, R.kind.serviceType ?? .identity, [R.kind.collection, owned.id])
    }

    /// Gives a role the name that it has: should it be allowed, nothing is changed.
    public static func renaming(_ role: IdentityRole) -> Trial {
        let body: JSON = ["role": ["name": .string(role.name)]]
        return Trial(
            Call(.patch, .identity, ["roles", role.id], json: body),
            "change the role \(role.name.harmless(60))")
    }

    // MARK: Members of groups

    private static func membership(
        _ method: HTTPRequest.Method, _ user: Owned<IdentityUser>, _ group: Owned<IdentityGroup>
    ) -> Call {
        Call(method, .identity, ["groups", group.id, "users", user.id])
    }

    public static func adding(_ user: Owned<IdentityUser>, to group: Owned<IdentityGroup>) -> Trial
    {
        Trial(membership(.put, user, group), "add \(user.spoken) to \(group.spoken)")
    }

    public static func removing(
        _ user: Owned<IdentityUser>, from group: Owned<IdentityGroup>
    ) -> Trial {
        Trial(membership(.delete, user, group), "remove \(user.spoken) from \(group.spoken)")
    }

    public static func listingMembers(of group: Owned<IdentityGroup>) -> Trial {
        Trial(
            Call(.get, .identity, ["groups", group.id, "users"]),
            "list the members of \(group.spoken)")
    }

    // MARK: Roles

    /// Where a role is held.
    public enum Place: Sendable {
        case project(Owned<IdentityProject>)
        case domain(id: String)

        fileprivate var path: [String] {
            switch self {
            case .project(let project): ["projects", project.id]
            case .domain(let id): ["domains", id]
            }
        }

        fileprivate var spoken: String {
            switch self {
            case .project(let project): project.spoken
            case .domain(let id): "the domain \(id)"
            }
        }
    }

    private static func grant<Kind: ActorKind>(
        _ method: HTTPRequest.Method, _ role: IdentityRole, _ holder: Owned<IdentityResource<Kind>>,
        _ place: Place
    ) -> Call {
        Call(
            method, .identity,
            place.path + [Kind.kind.collection, holder.id, "roles", role.id])
    }

    public static func granting<Kind: ActorKind>(
        _ role: IdentityRole, to holder: Owned<IdentityResource<Kind>>, in place: Place
    ) -> Trial {
        Trial(
            grant(.put, role, holder, place),
            "give \(holder.spoken) the role \(role.name.harmless(60)) in \(place.spoken)")
    }

    public static func revoking<Kind: ActorKind>(
        _ role: IdentityRole, of holder: Owned<IdentityResource<Kind>>, in place: Place
    ) -> Trial {
        Trial(
            grant(.delete, role, holder, place),
            "take the role \(role.name.harmless(60)) in \(place.spoken) from \(holder.spoken)")
    }

    /// Sees whether the role is held; refused where it is not.
    public static func seeing<Kind: ActorKind>(
        _ role: IdentityRole, of holder: Owned<IdentityResource<Kind>>, in place: Place
    ) -> Trial {
        Trial(
            grant(.head, role, holder, place),
            "see that \(holder.spoken) has the role \(role.name.harmless(60)) in "
                + place.spoken)
    }
}

extension Owned {
    /// The noun and the name of it.
    public var spoken: String { "the \(Resource.kind.noun) \(name)" }
}

extension CheckContext {
    /// Whether the cloud does what is tried; refused is 401, 403 or 404, all else is thrown.
    public func isAllowed(_ trial: Trial) async throws -> Bool {
        do {
            _ = try await cloud.send(trial.call)
            return true
        } catch let error as APIError where [401, 403, 404].contains(error.status) {
            record(Evidence(.refusal, error.description))
            return false
        }
    }
}
