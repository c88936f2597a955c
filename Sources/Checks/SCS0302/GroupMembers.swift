// SPDX-License-Identifier: Apache-2.0
import Core

/// A manager decides who belongs to the groups of the domain.
enum GroupMembers {
    static var scenario: Scenario<Void> {
        let path = "/v3/groups/{id}/users"
        return
            DomainManagers.signingIn
            .step(
                "each creates a user and a group", calls: ["POST /v3/users", "POST /v3/groups"]
            ) { _, managers in
                let (own, other) = (managers.own, managers.other)
                return Fellowship(
                    managers: managers,
                    user: try await own.context.create(.user("user", domain: own.domain)),
                    group: try await own.context.create(.group("group", domain: own.domain)),
                    otherUser: try await other.context.create(
                        .user("other-user", domain: other.domain)),
                    otherGroup: try await other.context.create(
                        .group("other-group", domain: other.domain)))
            }
            .require(
                "a manager adds the user to the group", calls: ["PUT \(path)/{id}", "GET \(path)"]
            ) { context, all in
                var trials = AccessTrials()
                try await trials.may(all.managers.own, .adding(all.user, to: all.group))
                if trials.violations.isEmpty {
                    try await seek(all, isMember: true, &trials)
                }
                try trials.conclude(context)
                return all
            }
            .require(
                "nobody reaches over to the other domain",
                calls: ["PUT \(path)/{id}", "DELETE \(path)/{id}", "GET \(path)"]
            ) { context, all in
                var trials = AccessTrials()
                let (own, other) = (all.managers.own, all.managers.other)
                for trial in [
                    Trial.adding(all.otherUser, to: all.group),
                    .adding(all.user, to: all.otherGroup),
                    .adding(all.otherUser, to: all.otherGroup),
                    .listingMembers(of: all.otherGroup),
                ] {
                    try await trials.mayNotReach(own, trial)
                }
                try await trials.mayNotReach(other, .removing(all.user, from: all.group))
                if trials.violations.isEmpty { try await seek(all, isMember: true, &trials) }
                try trials.conclude(context)
                return all
            }
            .require("a manager takes the user out again", calls: ["DELETE \(path)/{id}"]) {
                context, all in
                var trials = AccessTrials()
                try await trials.may(all.managers.own, .removing(all.user, from: all.group))
                if trials.violations.isEmpty { try await seek(all, isMember: false, &trials) }
                try trials.conclude(context)
            }
    }

    private static func seek(
        _ all: Fellowship, isMember: Bool, _ trials: inout AccessTrials
    ) async throws {
        let members = try await all.managers.own.cloud.identity.members(of: all.group)
        guard members.contains(all.user.id) != isMember else { return }
        trials.violate(
            isMember
                ? "Although \(all.user.spoken) was added to \(all.group.spoken), it is no member."
                : "Although \(all.user.spoken) was taken out of \(all.group.spoken), it is a member."
        )
    }
}

/// A user and a group of each manager.
private struct Fellowship: Sendable {
    let managers: DomainManagers
    let user: Owned<IdentityUser>
    let group: Owned<IdentityGroup>
    let otherUser: Owned<IdentityUser>
    let otherGroup: Owned<IdentityGroup>
}
