// SPDX-License-Identifier: Apache-2.0
public import Core

/// A customer's manager rules over the users, projects and groups of one domain and of no other.
///
/// Whatever is tried concerns only what this run has made: should a cloud allow what it must
/// refuse, nobody else is harmed.
///
/// Standard: https://docs.scs.community/standards/scs-0302-v1-domain-manager-role
public struct SCS0302DomainManager: CheckModule {
    public let standard = "scs-0302"
    public let aliases = ["domain-manager"]
    /// The managers sign in themselves; the run's own credential has nothing to do.
    public let prerequisites: [Prerequisite] = []

    public init() {}

    public var testcases: [Testcase] {
        [
            Testcase("scs-0302-x-domain", depth: .api, Self.domain),
            Testcase("scs-0302-x-users", depth: .api, Self.owning(Draft.user)),
            Testcase("scs-0302-x-projects", depth: .api, Self.owning(Draft.project)),
            Testcase("scs-0302-x-groups", depth: .api, Self.owning(Draft.group)),
            Testcase("scs-0302-x-members", depth: .api, Self.members),
            Testcase("scs-0302-x-assignments", depth: .api, Self.assignments),
            Testcase("scs-0302-x-roles", depth: .api, Self.roles),
        ]
    }

    public var examples: [Example] {
        [
            Example(
                "Whatever was recorded, what managers may do only the cloud itself can tell",
                facts: #"{"roles": ["member"]}"#,
                verdicts: ["scs-0302-x-domain": .missing, "scs-0302-x-users": .missing])
        ]
    }

    static let elsewhere = "which belongs to another domain"
    static let advice =
        "Let Keystone enforce scopes and its new defaults, and take over the policies of its "
        + "release for domain managers."
}

// MARK: Domains, users, projects, groups

extension SCS0302DomainManager {
    static var domain: Scenario<Void> {
        signingIn.require(
            "each of them is shown their own domain and no other", calls: ["GET /v3/domains"]
        ) { context, managers in
            var trials = Trials()
            for manager in [managers.own, managers.other] {
                let shown = try await manager.cloud.identity.domains()
                if !shown.contains(manager.domain) {
                    trials.violate("\(manager) is not shown this domain.")
                }
                let foreign = shown.filter { $0 != manager.domain }
                if !foreign.isEmpty {
                    trials.violate(
                        "\(manager) is shown \(foreign.count) other domains, the first of them "
                            + "\(foreign[0].text.harmless(60)).")
                }
            }
            try trials.conclude(context)
        }
    }

    /// The life of one user, project or group, and what another domain's manager cannot do to it.
    static func owning<Kind>(
        _ draft:
            @escaping @Sendable (_ role: String, _ domain: ResourceID) -> Draft<
                IdentityResource<Kind>
            >
    ) -> Scenario<Void> {
        let noun = Kind.kind.noun
        let collection = "/v3/\(Kind.kind.collection)"
        let each = "\(collection)/{id}"
        return
            signingIn
            .require("a manager creates a \(noun)", calls: ["POST \(collection)"]) { _, managers in
                (managers, try await managers.own.context.create(draft("own", managers.own.domain)))
            }
            .step("so does the manager of the other domain", calls: ["POST \(collection)"]) {
                _, made in
                let (managers, own) = made
                let other = try await managers.other.context.create(
                    draft("other", managers.other.domain))
                return Pair(managers: managers, own: own, other: other)
            }
            .require(
                "the first is shown their own \(noun) and changes it",
                calls: ["GET \(collection)", "GET \(each)", "PATCH \(each)"]
            ) { context, pair in
                try await ruling(pair, context)
                return pair
            }
            .require(
                "the first can neither see nor change nor delete the other's",
                calls: [
                    "POST \(collection)", "GET \(each)", "PATCH \(each)", "DELETE \(each)",
                    "GET \(each)",
                ]
            ) { context, pair in
                var trials = Trials()
                let (manager, other) = (pair.managers.own, pair.other)
                if try await !manager.isRefused(
                    draft("foreign", pair.managers.other.domain), seenBy: pair.managers.other)
                {
                    trials.violate("\(manager) can create a \(noun) in another domain.")
                }
                try await trials.mayNot(manager, .showing(other), elsewhere)
                try await trials.mayNot(manager, .describing(other, as: "taken"), elsewhere)
                try await trials.mayNot(manager, .deleting(other), elsewhere)
                if trials.violations.isEmpty {
                    // What was refused must not have happened all the same.
                    let kept = try await pair.managers.other.context.show(other)
                    if kept.description == "taken" {
                        trials.violate("\(manager) is refused and changes \(other.spoken) yet.")
                    }
                }
                try trials.conclude(context)
                return pair
            }
            .require("the first deletes their own", calls: ["DELETE \(each)"]) { _, pair in
                try await pair.managers.own.context.delete(pair.own)
            }
    }

    /// A resource of each manager.
    struct Pair<Kind: IdentityResourceKind>: Sendable {
        let managers: Managers
        let own: Owned<IdentityResource<Kind>>
        let other: Owned<IdentityResource<Kind>>
    }

    private static func ruling<Kind>(_ pair: Pair<Kind>, _ context: CheckContext) async throws {
        var trials = Trials()
        let (manager, own) = (pair.managers.own, pair.own)
        let listed = try await manager.cloud.identity.list(Kind.self)
        if !listed.contains(where: { $0.id == own.id }) {
            trials.violate("\(manager) does not find \(own.spoken) in the list.")
        }
        let foreign = listed.filter { $0.domainID != nil && $0.domainID != manager.domain.text }
        if let first = foreign.first {
            trials.violate(
                "\(manager) finds \(foreign.count) \(Kind.kind.collection) of other domains "
                    + "in the list, the first of them \(first.displayName.harmless(80)).")
        }
        try await trials.may(manager, .describing(own, as: "changed"))
        try await trials.may(manager, .showing(own))
        if trials.violations.isEmpty {
            let shown = try await manager.context.show(own)
            if shown.description != "changed" {
                trials.violate(
                    "\(manager) changes the description of \(own.spoken), which stays as it was.")
            }
        }
        try trials.conclude(context)
    }
}

// MARK: Members of groups

extension SCS0302DomainManager {
    /// A user and a group of each manager.
    struct Fellowship: Sendable {
        let managers: Managers
        let user: Owned<IdentityUser>
        let group: Owned<IdentityGroup>
        let otherUser: Owned<IdentityUser>
        let otherGroup: Owned<IdentityGroup>
    }

    static var members: Scenario<Void> {
        let path = "/v3/groups/{id}/users"
        return
            signingIn
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
                var trials = Trials()
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
                var trials = Trials()
                let (own, other) = (all.managers.own, all.managers.other)
                for trial in [
                    Trial.adding(all.otherUser, to: all.group),
                    .adding(all.user, to: all.otherGroup),
                    .adding(all.otherUser, to: all.otherGroup),
                    .listingMembers(of: all.otherGroup),
                ] {
                    try await trials.mayNot(own, trial, elsewhere)
                }
                try await trials.mayNot(
                    other, .removing(all.user, from: all.group), elsewhere)
                if trials.violations.isEmpty { try await seek(all, isMember: true, &trials) }
                try trials.conclude(context)
                return all
            }
            .require("a manager takes the user out again", calls: ["DELETE \(path)/{id}"]) {
                context, all in
                var trials = Trials()
                try await trials.may(all.managers.own, .removing(all.user, from: all.group))
                if trials.violations.isEmpty { try await seek(all, isMember: false, &trials) }
                try trials.conclude(context)
            }
    }

    private static func seek(
        _ all: Fellowship, isMember: Bool, _ trials: inout Trials
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

// MARK: Roles

extension SCS0302DomainManager {
    /// What roles are given to and where.
    struct Household: Sendable {
        let managers: Managers
        let user: Owned<IdentityUser>
        let group: Owned<IdentityGroup>
        let project: Owned<IdentityProject>
        let otherUser: Owned<IdentityUser>
        let otherProject: Owned<IdentityProject>
        let managed: IdentityRole
        /// Nil where managers are not even shown it.
        let admin: IdentityRole?
    }

    static var assignments: Scenario<Void> {
        let creating = ["POST /v3/users", "POST /v3/groups", "POST /v3/projects", "GET /v3/roles"]
        return
            signingIn
            .step("each creates users, groups and projects", calls: creating) { context, managers in
                let (own, other) = (managers.own, managers.other)
                let roles = try await own.cloud.identity.list(RoleKind.self)
                let name = context.settings.managedRole
                guard let managed = roles.first(where: { $0.name == name }) else {
                    throw Finding(
                        .notApplicable, "\(own) finds no role \(name.harmless(60)) to give.",
                        advice: "Name one that managers may give with --managed-role.")
                }
                return Household(
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
                "a manager makes nobody an administrator",
                calls: ["PUT …/roles/{id}", "HEAD …/roles/{id}"]
            ) { context, all in
                var trials = Trials()
                if all.admin == nil { context.note("Managers are not shown a role admin.") }
                try await trials.sparing(all.user, all)
                try await trials.sparing(all.group, all)
                try trials.conclude(context)
                return all
            }
            .require(
                "a manager gives roles within the domain, and only there",
                calls: ["PUT …/roles/{id}", "HEAD …/roles/{id}", "DELETE …/roles/{id}"]
            ) { context, all in
                var trials = Trials()
                try await trials.giving(all.user, all)
                try await trials.giving(all.group, all)
                try await trials.mayNot(
                    all.managers.own,
                    .granting(all.managed, to: all.otherUser, in: .project(all.project)), elsewhere)
                try await trials.mayNot(
                    all.managers.own,
                    .granting(all.managed, to: all.otherUser, in: .project(all.otherProject)),
                    elsewhere)
                try trials.conclude(context)
            }
    }

    static var roles: Scenario<Void> {
        signingIn
            .require("a manager is shown the role manager", calls: ["GET /v3/roles"]) {
                _, managers in
                let roles = try await managers.own.cloud.identity.list(RoleKind.self)
                guard roles.contains(where: { $0.name == "manager" }) else {
                    throw Finding(
                        .demandNotMet,
                        "The Identity service shows \(roles.count) roles to a manager, none of "
                            + "them called manager.", advice: advice)
                }
                return (managers, roles)
            }
            .require(
                "a manager neither creates nor changes roles",
                calls: ["POST /v3/roles", "PATCH /v3/roles/{id}"]
            ) { context, seen in
                let (managers, roles) = seen
                var trials = Trials()
                if try await !managers.own.isRefused(.role("role")) {
                    trials.violate("\(managers.own) can create a role.")
                }
                for role in roles where ["member", "manager", "admin"].contains(role.displayName) {
                    try await trials.mayNot(
                        managers.own, .renaming(role), "which is not theirs")
                }
                try trials.conclude(context)
            }
    }
}

extension SCS0302DomainManager.Trials {
    /// Nobody of the household becomes an administrator, of the project or of the domain.
    fileprivate mutating func sparing<Kind: ActorKind>(
        _ holder: Owned<IdentityResource<Kind>>, _ all: SCS0302DomainManager.Household
    ) async throws {
        guard let admin = all.admin else { return }
        let own = all.managers.own
        for place in [Trial.Place.project(all.project), .domain(id: own.domain)] {
            let wasRefused = try await mayNot(
                own, .granting(admin, to: holder, in: place),
                "and so rule over the whole cloud")
            guard wasRefused else { continue }
            if try await own.context.isAllowed(.seeing(admin, of: holder, in: place)) {
                violate("Although it was refused, \(holder.spoken) holds the role admin.")
            }
        }
    }

    /// Roles are given and taken within the domain, and by nobody else.
    fileprivate mutating func giving<Kind: ActorKind>(
        _ holder: Owned<IdentityResource<Kind>>, _ all: SCS0302DomainManager.Household
    ) async throws {
        let (own, other, role) = (all.managers.own, all.managers.other, all.managed)
        let elsewhere = SCS0302DomainManager.elsewhere
        for place in [Trial.Place.project(all.project), .domain(id: own.domain)] {
            try await mayNot(other, .granting(role, to: holder, in: place), elsewhere)
            try await may(own, .granting(role, to: holder, in: place))
            try await may(own, .seeing(role, of: holder, in: place))
            try await mayNot(other, .revoking(role, of: holder, in: place), elsewhere)
            try await may(own, .seeing(role, of: holder, in: place))
            try await may(own, .revoking(role, of: holder, in: place))
            try await mayNot(
                own, .seeing(role, of: holder, in: place), "although it was taken away")
        }
        for place in [Trial.Place.project(all.otherProject), .domain(id: other.domain)] {
            try await mayNot(own, .granting(role, to: holder, in: place), elsewhere)
        }
    }
}
