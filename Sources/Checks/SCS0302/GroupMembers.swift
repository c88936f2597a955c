// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A manager manages the members of the domain's groups.
enum GroupMembers {
    static var scenario: Scenario<Void> {
        let path = "/v3/groups/{id}/users"
        return
            DomainManagers.signingIn
            .step(
                "each manager creates a user and a group",
                calls: ["POST /v3/users", "POST /v3/groups"]
            ) { _, managers in
                let (own, other) = (managers.own, managers.other)
                return MembershipFixture(
                    managers: managers,
                    user: try await own.context.create(.user("user", domain: own.domain)),
                    group: try await own.context.create(.group("group", domain: own.domain)),
                    otherUser: try await other.context.create(
                        .user("other-user", domain: other.domain)),
                    otherGroup: try await other.context.create(
                        .group("other-group", domain: other.domain)))
            }
            .require(
                "a manager adds a user to a group", calls: ["PUT \(path)/{id}", "GET \(path)"]
            ) { context, fixture in
                var probes = AccessProbes()
                try await probes.may(fixture.managers.own, .adding(fixture.user, to: fixture.group))
                if probes.violations.isEmpty {
                    try await seek(fixture, isMember: true, &probes)
                }
                try probes.conclude(context)
                return fixture
            }
            .require(
                "managers cannot change groups of the other domain",
                calls: ["PUT \(path)/{id}", "DELETE \(path)/{id}", "GET \(path)"]
            ) { context, fixture in
                var probes = AccessProbes()
                let (own, other) = (fixture.managers.own, fixture.managers.other)
                for probe in [
                    AccessProbe.adding(fixture.otherUser, to: fixture.group),
                    .adding(fixture.user, to: fixture.otherGroup),
                    .adding(fixture.otherUser, to: fixture.otherGroup),
                    .listingMembers(of: fixture.otherGroup),
                ] {
                    try await probes.mayNotReach(own, probe)
                }
                try await probes.mayNotReach(other, .removing(fixture.user, from: fixture.group))
                if probes.violations.isEmpty { try await seek(fixture, isMember: true, &probes) }
                try probes.conclude(context)
                return fixture
            }
            .require("a manager removes the user from the group", calls: ["DELETE \(path)/{id}"]) {
                context, fixture in
                var probes = AccessProbes()
                try await probes.may(
                    fixture.managers.own, .removing(fixture.user, from: fixture.group))
                if probes.violations.isEmpty { try await seek(fixture, isMember: false, &probes) }
                try probes.conclude(context)
            }
    }

    private static func seek(
        _ fixture: MembershipFixture, isMember: Bool, _ probes: inout AccessProbes
    ) async throws {
        let members = try await fixture.managers.own.cloud.identity.members(of: fixture.group)
        guard members.contains(fixture.user.id) != isMember else { return }
        probes.violate(
            isMember
                ? "Adding \(fixture.user.formatted) to \(fixture.group.formatted) had no effect."
                : "Removing \(fixture.user.formatted) from \(fixture.group.formatted) had no effect."
        )
    }
}

/// A user and a group of each manager.
private struct MembershipFixture: Sendable {
    let managers: DomainManagers
    let user: Owned<IdentityUser>
    let group: Owned<IdentityGroup>
    let otherUser: Owned<IdentityUser>
    let otherGroup: Owned<IdentityGroup>
}
