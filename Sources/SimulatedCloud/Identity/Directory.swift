// SPDX-License-Identifier: Apache-2.0

extension SimulatedCloud {
    /// How to log in to the simulated cloud with a password.
    package struct Credentials: Sendable, Hashable {
        package var user: String
        package var password: String
        package var project: String
        /// The domain of the user and of the project.
        package var domain: String

        package init(user: String, password: String, project: String, domain: String = "Default") {
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
        /// A user of the first project who holds the role reader only.
        package static let reader = Credentials(
            user: "demo-reader", password: "simulated-secret-3", project: "demo")
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

/// Who may log in, and the tokens given out.
struct Directory: Sendable {
    struct Project: Sendable, Hashable {
        let id: String
        let name: String
    }

    struct User: Sendable {
        let id: String
        let name: String
        let password: String
        let project: Project
        let roles: [String]
    }

    struct ApplicationCredential: Sendable {
        let id: String
        let name: String
        let secret: String
        let user: User
    }

    let projects: [Project]
    let users: [User]
    let applicationCredential: ApplicationCredential
    var tokens: [String: Identity] = [:]
    var hasRevoked = false
    let catalog: Catalog
    private let roleIDs: [String: String]

    init(profile: Profile, random: inout Random) {
        let projects = ["demo", "demo2", "admin"].map {
            Project(id: random.hexadecimal(32), name: $0)
        }
        self.projects = projects
        func user(_ known: SimulatedCloud.Credentials, _ roles: [String]) -> User {
            User(
                id: random.hexadecimal(32), name: known.user, password: known.password,
                project: projects.first { $0.name == known.project } ?? projects[0], roles: roles)
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
        ]
        let credential = SimulatedCloud.ApplicationCredential.member
        applicationCredential = ApplicationCredential(
            id: credential.id, name: credential.name, secret: credential.secret, user: member)
        roleIDs = Dictionary(uniqueKeysWithValues: all.map { ($0, random.hexadecimal(32)) })
        catalog = Catalog(profile: profile, random: &random)
    }

    /// The project of the member `demo`.
    var member: Project { users[0].project }

    func project(of known: SimulatedCloud.Credentials) -> String {
        users.first { $0.name == known.user }?.project.id ?? member.id
    }

    func roleID(_ role: String) -> String { roleIDs[role] ?? role }

    /// The user whom a document means by id, or by name and domain.
    func user(_ asked: JSON) -> User? {
        if let id = asked["id"]?.string { return users.first { $0.id == id } }
        guard Self.isDefaultDomain(asked["domain"]) else { return nil }
        return users.first { $0.name == asked["name"]?.string }
    }

    /// Whether a document means this project, by id or by name and domain.
    func isProject(_ project: Project, asked: JSON) -> Bool {
        if let id = asked["id"]?.string { return id == project.id }
        return Self.isDefaultDomain(asked["domain"]) && asked["name"]?.string == project.name
    }

    private static func isDefaultDomain(_ asked: JSON?) -> Bool {
        asked?["id"]?.string == "default" || asked?["name"]?.string == "Default"
    }
}

/// Who is asking, as the services learn it from the token.
struct Identity: Sendable {
    var user: Directory.User
    var project: Directory.Project?
    var isSystem = false
    var roles: [String]
    var expires: Duration
    var uses = 0
}
