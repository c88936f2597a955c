// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// Who belongs to a domain's groups, and which roles are held in its projects.
extension World {
    /// `groups/{id}/users` and `groups/{id}/users/{id}`
    mutating func members(
        _ call: Call, _ who: Identity, _ path: [String]
    ) throws(Answer) -> Answer {
        let action =
            switch call.method {
            case .put: "add_user_to_group"
            case .delete: "remove_user_from_group"
            case .head: "check_user_in_group"
            default: "list_users_in_group"
            }
        guard path[2] == "users", let group = identities.entry("groups", path[1]),
            manages(who, group.domain)
        else { throw Self.forbidden(action) }
        guard path.count == 4 else {
            let ids = Set(identities.memberships.filter { $0.group == group.id }.map(\.user))
            let users = identities.entries.filter { ids.contains($0.id) }
            return .json(200, list("users", users.map(\.view)))
        }
        guard let user = identities.entry("users", path[3]),
            manages(who, user.domain) || profile.has(defect: "scs-0302-x-members")
        else { throw Self.forbidden(action) }
        let membership = Identities.Membership(group: group.id, user: user.id)
        switch call.method {
        case .put: identities.memberships.insert(membership)
        case .delete:
            guard identities.memberships.remove(membership) != nil else {
                throw .identity(404, "User \(user.id) is not in the group.")
            }
        default:
            guard identities.memberships.contains(membership) else { return Answer(status: 404) }
        }
        return Answer(status: 204)
    }

    /// `{projects|domains}/{id}/{users|groups}/{id}/roles/{id}`
    mutating func grants(
        _ call: Call, _ who: Identity, _ path: [String]
    ) throws(Answer) -> Answer {
        let action =
            switch call.method {
            case .put: "create_grant"
            case .delete: "revoke_grant"
            default: "check_grant"
            }
        let domain =
            path[0] == "domains" ? path[1] : identities.entry("projects", path[1])?.domain
        let holder = identities.entry(path[2], path[3])
        let role = directory.roleIDs.first { $0.value == path[5] }?.key
        guard let domain, let holder, let role, path[4] == "roles", manages(who, domain),
            manages(who, holder.domain)
        else { throw Self.forbidden(action) }
        let isManaged =
            ["manager", "member", "reader"].contains(role) || who.roles.contains("admin")
            || profile.has(defect: "scs-0302-x-assignments")
        let grant = Identities.Grant(place: path[1], holder: holder.id, role: path[5])
        switch call.method {
        case .put:
            guard isManaged else { throw Self.forbidden(action) }
            identities.grants.insert(grant)
        case .delete:
            guard isManaged else { throw Self.forbidden(action) }
            guard identities.grants.remove(grant) != nil else {
                throw .identity(404, "Could not find role assignment.")
            }
        default:
            guard identities.grants.contains(grant) else { return Answer(status: 404) }
        }
        return Answer(status: 204)
    }
}
