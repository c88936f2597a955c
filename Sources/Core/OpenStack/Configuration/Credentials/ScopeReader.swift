// SPDX-License-Identifier: Apache-2.0
import SCSYAML

/// Reads the scope of the token, with openstacksdk's fallbacks for domains.
struct ScopeReader {
    let settings: CloudSettings

    func scope() throws -> Credentials.Scope {
        let project = try self.project()
        let domain = try project == nil ? reference("domain") : nil
        let trust = settings.credential("trust_id")
        let system = settings.credential("system_scope")
        if let system, try system.string(example: "all") != "all" {
            throw system.wrongValue("all, the only system scope that Keystone knows")
        }
        if let system, project != nil || domain != nil || trust != nil {
            throw ConfigurationError(
                system.position,
                "system_scope excludes a project, domain or trust to sign in to; remove one of them"
            )
        }
        if let trust, project != nil || domain != nil {
            throw ConfigurationError(
                trust.position,
                "trust_id excludes a project or domain to sign in to, as the trust names its own; "
                    + "remove one of them")
        }
        if system != nil { return .system }
        if let trust { return .trust(try trust.string()) }
        if let project { return .project(project) }
        return domain.map(Credentials.Scope.domain) ?? .unstated
    }

    private func project() throws -> Credentials.ProjectReference? {
        if let id = settings.scoping("tenant_id", "project_id") { return .id(try id.string()) }
        guard let name = settings.scoping("tenant_name", "project_name") else { return nil }
        guard let domain = try domain("project_domain") else {
            throw settings.missing(
                "project_domain_name", "project_domain_id",
                hint: ", and a project's name is unique only in its domain")
        }
        return .name(try name.string(), domain: domain)
    }

    /// The domain of a user or project.
    func domain(_ key: String) throws -> Credentials.DomainReference? {
        let hasProject =
            settings.scoping("tenant_id", "project_id") != nil
            || settings.scoping("tenant_name", "project_name") != nil
        // Without a project, `domain_id` is the scope itself.
        func find(_ suffix: String) -> YAMLNode? {
            settings.scoping(key + suffix)
                ?? (hasProject ? settings.scoping("domain" + suffix) : nil)
                ?? settings.credential("default_domain" + suffix)
        }
        if let id = find("_id") { return .id(try id.string(example: "default")) }
        if let name = find("_name") { return .name(try name.string(example: "Default")) }
        // The older command line client uses this one for an id.
        return try settings.credential("default_domain").map { .id(try $0.string()) }
    }

    private func reference(_ key: String) throws -> Credentials.DomainReference? {
        if let id = settings.scoping(key + "_id") { return .id(try id.string()) }
        return try settings.scoping(key + "_name").map { .name(try $0.string()) }
    }
}
