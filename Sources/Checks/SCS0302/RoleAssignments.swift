// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A manager assigns and revokes roles within the domain, but never the role admin.
enum RoleAssignments {
    static var scenario: Scenario<Void> {
        let creating = ["POST /v3/users", "POST /v3/groups", "POST /v3/projects", "GET /v3/roles"]
        return
            DomainManagers.signingIn
            .step("each manager creates users, groups and projects", calls: creating) {
                context, managers in
                let (own, other) = (managers.own, managers.other)
                let roles = try await own.cloud.identity.list(RoleKind.self)
                let name = context[SCS0302DomainManager.managedRole]
                guard let managed = roles.first(where: { $0.name == name }) else {
                    throw Finding(
                        .notApplicable,
                        "\(own) cannot find the role \(name.harmless(60)) to assign.",
                        advice: "Choose a role that managers may assign"
                            + "\(SCS0302DomainManager.managedRole.inParentheses).")
                }
                return RoleFixture(
                    managers: managers,
                    user: try await own.context.create(.user("user", domain: own.domain)),
                    group: try await own.context.create(.group("group", domain: own.domain)),
                    project: try await own.context.create(.project("project", domain: own.domain)),
                    otherUser: try await other.context.create(
                        .user("other-user", domain: other.domain)),
                    otherProject: try await other.context.create(
                        .project("other-project", domain: other.domain)),
                    managed: managed, admin: roles.first { $0.name == "admin" })
            }
            .require(
                "a manager cannot assign the role admin",
                calls: ["PUT …/roles/{id}", "HEAD …/roles/{id}"]
            ) { context, fixture in
                var probes = AccessProbes()
                if fixture.admin == nil { context.note("Managers cannot see a role admin.") }
                try await probes.sparing(fixture.user, fixture)
                try await probes.sparing(fixture.group, fixture)
                try probes.conclude(context)
                return fixture
            }
            .require(
                "a manager assigns roles within the domain and only there",
                calls: ["PUT …/roles/{id}", "HEAD …/roles/{id}", "DELETE …/roles/{id}"]
            ) { context, fixture in
                var probes = AccessProbes()
                try await probes.giving(fixture.user, fixture)
                try await probes.giving(fixture.group, fixture)
                try await probes.mayNotReach(
                    fixture.managers.own,
                    .granting(fixture.managed, to: fixture.otherUser, in: .project(fixture.project))
                )
                try await probes.mayNotReach(
                    fixture.managers.own,
                    .granting(
                        fixture.managed, to: fixture.otherUser, in: .project(fixture.otherProject)))
                try probes.conclude(context)
            }
    }
}

/// The actors and targets of role assignments.
private struct RoleFixture: Sendable {
    let managers: DomainManagers
    let user: Owned<IdentityUser>
    let group: Owned<IdentityGroup>
    let project: Owned<IdentityProject>
    let otherUser: Owned<IdentityUser>
    let otherProject: Owned<IdentityProject>
    let managed: IdentityRole
    /// Nil if managers cannot see it.
    let admin: IdentityRole?
}

extension AccessProbes {
    /// Nobody becomes an administrator of the project or domain.
    fileprivate mutating func sparing<Kind: ActorKind>(
        _ holder: Owned<IdentityResource<Kind>>, _ fixture: RoleFixture
    ) async throws {
        guard let admin = fixture.admin else { return }
        let own = fixture.managers.own
        for place in [AccessProbe.Place.project(fixture.project), .domain(id: own.domain)] {
            let wasRefused = try await mayNot(
                own, .granting(admin, to: holder, in: place),
                "and so take control of the whole cloud")
            guard wasRefused else { continue }
            if try await own.context.isAllowed(.seeing(admin, of: holder, in: place)) {
                violate("Assigning the role admin was refused, but \(holder.formatted) holds it.")
            }
        }
    }

    /// Only the domain's manager assigns and revokes roles within it.
    fileprivate mutating func giving<Kind: ActorKind>(
        _ holder: Owned<IdentityResource<Kind>>, _ fixture: RoleFixture
    ) async throws {
        let (own, other, role) = (fixture.managers.own, fixture.managers.other, fixture.managed)
        for place in [AccessProbe.Place.project(fixture.project), .domain(id: own.domain)] {
            try await mayNotReach(other, .granting(role, to: holder, in: place))
            try await may(own, .granting(role, to: holder, in: place))
            try await may(own, .seeing(role, of: holder, in: place))
            try await mayNotReach(other, .revoking(role, of: holder, in: place))
            try await may(own, .seeing(role, of: holder, in: place))
            try await may(own, .revoking(role, of: holder, in: place))
            try await mayNot(
                own, .seeing(role, of: holder, in: place), "although it was revoked")
        }
        for place in [AccessProbe.Place.project(fixture.otherProject), .domain(id: other.domain)] {
            try await mayNotReach(own, .granting(role, to: holder, in: place))
        }
    }
}
