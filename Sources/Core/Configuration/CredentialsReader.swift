// SPDX-License-Identifier: Apache-2.0

extension Credentials {
    private static let kinds = ["password", "v3password", "v3applicationcredential"]

    /// Reads how to authenticate from a cloud's settings.
    init(_ settings: CloudSettings) throws {
        if let version = settings.value("identity_api_version") {
            let text = try version.string(example: "3")
            guard text == "3" || text.hasPrefix("3.") || text == "v3" else {
                throw version.wrongValue("3: Keystone's other versions are not supported")
            }
        }
        switch try Self.kind(settings) {
        case "v3applicationcredential":
            self = .applicationCredential(
                reference: try Self.applicationCredential(settings),
                secret: try Self.secret("application_credential_secret", settings))
        default:
            self = .password(
                user: try Self.user(settings), secret: try Self.secret("password", settings),
                scope: try Self.scope(settings))
        }
    }

    private static func kind(_ settings: CloudSettings) throws -> String {
        guard let node = settings.values["auth_type"]?.value else { return "password" }
        let kind = try node.string(example: "password")
        guard kinds.contains(kind) else {
            throw ConfigurationError(
                node.position,
                "auth_type \(kind.quotedForMessage) is not supported; expected "
                    + kinds.joined(separator: ", ")
                    + Suggestion.question(about: kind, among: kinds))
        }
        return kind
    }

    private static func secret(_ key: String, _ settings: CloudSettings) throws -> Secret {
        guard let node = settings.credential(key) else { throw settings.missing(key) }
        return Secret(try node.string())
    }

    private static func applicationCredential(
        _ settings: CloudSettings
    ) throws -> ApplicationCredentialReference {
        if let id = settings.credential("application_credential_id") {
            return .id(try id.string())
        }
        guard let name = settings.credential("application_credential_name") else {
            throw settings.missing("application_credential_id", "application_credential_name")
        }
        return .name(try name.string(), user: try user(settings))
    }

    private static func user(_ settings: CloudSettings) throws -> UserReference {
        if let id = settings.credential("user_id") { return .id(try id.string()) }
        guard let name = settings.credential("username", "user_name") else {
            let isOtherKind = settings.credential("application_credential_id") != nil
            throw settings.missing(
                "username", "user_id",
                hint: isOtherKind
                    ? " (for an application credential, write auth_type: v3applicationcredential "
                        + "beside auth)" : "")
        }
        guard let domain = try domain("user_domain", settings) else {
            throw settings.missing(
                "user_domain_name", "user_domain_id",
                hint: ", and a user's name is unique only in its domain")
        }
        return .name(try name.string(), domain: domain)
    }

    private static func scope(_ settings: CloudSettings) throws -> Scope {
        let project = try self.project(settings)
        if let trust = settings.credential("trust_id") {
            throw ConfigurationError(
                trust.position, "trust_id is not supported; use a project or a domain instead")
        }
        let domain = try project == nil ? reference("domain", settings) : nil
        guard let system = settings.credential("system_scope") else {
            if let project { return .project(project) }
            if let domain { return .domain(domain) }
            throw settings.missing("project_name", "project_id")
        }
        guard try system.string(example: "all") == "all" else {
            throw system.wrongValue("all, the only system scope that Keystone knows")
        }
        guard project == nil, domain == nil else {
            throw ConfigurationError(
                system.position,
                "system_scope excludes a project or domain to log in to; remove one of them")
        }
        return .system
    }

    private static func project(_ settings: CloudSettings) throws -> ProjectReference? {
        if let id = settings.scoping("tenant_id", "project_id") { return .id(try id.string()) }
        guard let name = settings.scoping("tenant_name", "project_name") else { return nil }
        guard let domain = try domain("project_domain", settings) else {
            throw settings.missing(
                "project_domain_name", "project_domain_id",
                hint: ", and a project's name is unique only in its domain")
        }
        return .name(try name.string(), domain: domain)
    }

    /// The domain of a user or project, with the fallbacks that openstacksdk has for it.
    private static func domain(
        _ key: String, _ settings: CloudSettings
    ) throws -> DomainReference? {
        let hasProject =
            settings.scoping("tenant_id", "project_id") != nil
            || settings.scoping("tenant_name", "project_name") != nil
        // `domain_id` is the scope itself where there is no project.
        func find(_ suffix: String) -> YAMLNode? {
            settings.scoping(key + suffix)
                ?? (hasProject ? settings.scoping("domain" + suffix) : nil)
                ?? settings.credential("default_domain" + suffix)
        }
        if let id = find("_id") { return .id(try id.string(example: "default")) }
        if let name = find("_name") { return .name(try name.string(example: "Default")) }
        // The older command line client has this one, for an id.
        return try settings.credential("default_domain").map { .id(try $0.string()) }
    }

    private static func reference(
        _ key: String, _ settings: CloudSettings
    ) throws -> DomainReference? {
        if let id = settings.scoping(key + "_id") { return .id(try id.string()) }
        return try settings.scoping(key + "_name").map { .name(try $0.string()) }
    }
}
