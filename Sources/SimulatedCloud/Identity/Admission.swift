// SPDX-License-Identifier: Apache-2.0

extension SimulatedCloud {
    /// Adds a user with these roles to `sameProject`, the member's, to an `otherProject`, or to a `domain`.
    package func admit(_ name: String, roles: [String], to place: String) -> Credentials {
        settled { world in
            world.directory.admit(name, roles: roles, to: place, random: &world.random)
        }
    }
}

extension Directory {
    /// A project or domain of its own has the user's name.
    fileprivate mutating func admit(
        _ name: String, roles: [String], to place: String, random: inout Random
    ) -> SimulatedCloud.Credentials {
        var (project, domain): (Project?, Domain) = (nil, .first)
        switch place {
        case "sameProject": project = member
        case "domain":
            domain = Domain(id: random.hexadecimal(32), name: name)
            domains.append(domain)
        default:
            let own = Project(id: random.hexadecimal(32), name: name)
            projects.append(own)
            project = own
        }
        let user = User(
            id: random.hexadecimal(32), name: name, domain: domain,
            password: "simulated-secret-\(name)", project: project, roles: roles)
        users.append(user)
        return SimulatedCloud.Credentials(
            user: name, password: user.password, project: project?.name, domain: domain.name)
    }
}
