// SPDX-License-Identifier: Apache-2.0

extension SimulatedCloud {
    /// A user of the simulated cloud, with password and scope.
    package struct Credentials: Sendable, Hashable {
        package var user: String
        package var password: String
        /// Nil for a domain scope.
        package var project: String?
        /// The domain of user and project.
        package var domain: String

        package init(user: String, password: String, project: String?, domain: String = "Default") {
            self.user = user
            self.password = password
            self.project = project
            self.domain = domain
        }

        /// An ordinary customer.
        package static let member = Credentials(
            user: "demo", password: "simulated-secret", project: "demo")
        /// A customer in another project.
        package static let other = Credentials(
            user: "demo2", password: "simulated-secret-2", project: "demo2")
        /// A user of the first project with the role reader only.
        package static let reader = Credentials(
            user: "demo-reader", password: "simulated-secret-3", project: "demo")
        /// The manager of a domain.
        package static let manager = Credentials(
            user: "scs-a-manager", password: "simulated-secret-5", project: nil, domain: "scs-a")
        /// The manager of another domain.
        package static let otherManager = Credentials(
            user: "scs-b-manager", password: "simulated-secret-6", project: nil, domain: "scs-b")
        /// The operator.
        package static let admin = Credentials(
            user: "admin", password: "simulated-secret-4", project: "admin")
    }

    /// The application credential of the member `demo`.
    package struct ApplicationCredential: Sendable, Hashable {
        package var id: String
        package var name: String
        package var secret: String

        package static let member = ApplicationCredential(
            id: "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e", name: "scs-check",
            secret: "simulated-app-secret")
    }

    /// The only region.
    package static let region = "simulated"
}

/// The users, and the issued tokens.
struct Directory: Sendable {
    struct Project: Sendable, Hashable {
        let id: String
        let name: String
    }

    struct Domain: Sendable, Hashable {
        let id: String
        let name: String
        static let first = Domain(id: "default", name: "Default")

        var reference: JSON { ["id": .string(id), "name": .string(name)] }
    }

    struct User: Sendable {
        let id: String
        let name: String
        let domain: Domain
        let password: String
        /// Nil for a domain's manager.
        let project: Project?
        let roles: [String]
    }

    struct ApplicationCredential: Sendable {
        let id: String
        let name: String
        let secret: String
        let user: User
    }

    var domains: [Domain]
    var projects: [Project]
    var users: [User]
    let applicationCredential: ApplicationCredential
    var tokens: [String: Identity] = [:]
    var hasRevoked = false
    let catalog: Catalog
    /// The ids of the roles, by name.
    var roleIDs: [String: String]

    init(profile: Profile, random: inout Random) {
        let projects = ["demo", "demo2", "admin"].map {
            Project(id: random.hexadecimal(32), name: $0)
        }
        self.projects = projects
        // Not random, so that the following numbers stay the same as without domains.
        let domains = [
            Domain.first, Domain(id: String(repeating: "a", count: 32), name: "scs-a"),
            Domain(id: String(repeating: "b", count: 32), name: "scs-b"),
        ]
        self.domains = domains
        func user(_ known: SimulatedCloud.Credentials, _ roles: [String], id: String) -> User {
            User(
                id: id, name: known.user,
                domain: domains.first { $0.name == known.domain } ?? .first,
                password: known.password, project: projects.first { $0.name == known.project },
                roles: roles)
        }
        func user(_ known: SimulatedCloud.Credentials, _ roles: [String]) -> User {
            user(known, roles, id: random.hexadecimal(32))
        }
        let all = ["admin", "manager", "member", "reader"]
        let held =
            if profile.has(.admin) { all } else if profile.has(.reader) { ["reader"] } else {
                ["reader", "member"]
            }
        let member = user(.member, held)
        users = [
            member, user(.other, ["reader", "member"]), user(.reader, ["reader"]),
            user(.admin, all),
            user(.manager, ["reader", "member", "manager"], id: domains[1].id),
            user(.otherManager, ["reader", "member", "manager"], id: domains[2].id),
        ]
        let credential = SimulatedCloud.ApplicationCredential.member
        applicationCredential = ApplicationCredential(
            id: credential.id, name: credential.name, secret: credential.secret, user: member)
        roleIDs = Dictionary(uniqueKeysWithValues: all.map { ($0, random.hexadecimal(32)) })
        catalog = Catalog(profile: profile, random: &random)
    }

    /// The project of the member `demo`.
    var member: Project { projects[0] }

    func project(of known: SimulatedCloud.Credentials) -> String {
        users.first { $0.name == known.user }?.project?.id ?? member.id
    }

    func roleID(_ role: String) -> String { roleIDs[role] ?? role }

    /// The user that a document refers to by id, or by name and domain.
    func user(_ asked: JSON) -> User? {
        if let id = asked["id"]?.string { return users.first { $0.id == id } }
        guard let domain = domain(asked["domain"]) else { return nil }
        return users.first { $0.name == asked["name"]?.string && $0.domain == domain }
    }

    /// The domain that a document refers to by id or name.
    func domain(_ asked: JSON?) -> Domain? {
        domains.first { $0.id == asked?["id"]?.string || $0.name == asked?["name"]?.string }
    }

    /// Whether a document refers to this project, by id or by name and domain.
    func isProject(_ project: Project, asked: JSON) -> Bool {
        if let id = asked["id"]?.string { return id == project.id }
        return domain(asked["domain"]) == .first && asked["name"]?.string == project.name
    }
}

/// The caller, as services see it from the token.
struct Identity: Sendable {
    var user: Directory.User
    var project: Directory.Project?
    var domain: Directory.Domain?
    var isSystem = false
    var roles: [String]
    var expires: Duration
    var uses = 0
}
