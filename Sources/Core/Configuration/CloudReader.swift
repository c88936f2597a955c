// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// Reads one cloud of a clouds.yaml, or of the environment.
struct CloudReader {
    let name: String
    let node: YAMLNode
    let region: String?
    let finder: ConfigurationFinder

    private static let passwordTypes = ["password", "v3password"]
    private static let applicationTypes = ["v3applicationcredential"]
    private static let authKeys = [
        "auth_url", "username", "user_id", "password", "user_domain_id", "user_domain_name",
        "project_id", "project_name", "tenant_id", "tenant_name", "project_domain_id",
        "project_domain_name", "domain_id", "domain_name", "default_domain_id",
        "default_domain_name", "default_domain", "system_scope", "application_credential_id",
        "application_credential_name", "application_credential_secret", "user_name",
    ]
    /// Keys that are used here, and keys of other tools that mean nothing for a check.
    private static let cloudKeys: Set<String> = [
        "auth", "auth_type", "region_name", "regions", "interface", "endpoint_type", "verify",
        "insecure", "cacert", "cert", "key", "api_timeout", "identity_api_version",
        "volume_api_version", "image_api_version", "block_storage_api_version",
        "compute_api_version", "network_api_version",
    ]

    func read() throws -> CloudConfiguration {
        let auth = try self.auth()
        if let version = node["identity_api_version"] ?? auth["identity_api_version"],
            try version.string("identity_api_version").hasPrefix("2")
        {
            throw YAMLError(version.position, "identity_api_version is 2; expected 3.")
        }
        return CloudConfiguration(
            name: name,
            authURL: try url("auth_url", in: auth, example: "https://keystone.example/v3"),
            authentication: try credentials(auth), regionName: try regionName(),
            interface: try interface(), tls: try tls(), endpointOverrides: try overrides(),
            apiTimeout: try node["api_timeout"].map {
                .seconds(max(1, min(try $0.number("api_timeout"), 86_400)))
            }, warnings: try warnings())
    }

    /// The auth mapping, with the keys that older files have beside it.
    private func auth() throws -> YAMLNode {
        let inner = node["auth"]
        _ = try inner?.mapping("auth")
        let beside = try node.mapping("The cloud").filter {
            Self.authKeys.contains($0.key.text ?? "")
        }
        let outer = YAMLNode(.mapping(beside), at: inner?.position ?? node.position)
        return inner.map { outer.merging($0) } ?? outer
    }

    // MARK: Signing in

    private func credentials(_ auth: YAMLNode) throws -> Credentials {
        let type = try node["auth_type"]?.string("auth_type", example: "password")
        if type.map(Self.applicationTypes.contains)
            ?? (auth["application_credential_secret"] != nil)
        {
            return try applicationCredential(auth)
        }
        guard type.map(Self.passwordTypes.contains) ?? true else {
            let known = Self.passwordTypes + Self.applicationTypes
            throw YAMLError(
                node["auth_type"]?.position ?? node.position,
                "auth_type '\((type ?? "").harmless(60))' is not known; expected one of "
                    + "\(known.joined(separator: ", ")).")
        }
        let secret = try text("password", in: auth)
        return .password(
            user: try user(auth), secret: Secret(secret), scope: try scope(auth))
    }

    private func applicationCredential(_ auth: YAMLNode) throws -> Credentials {
        let secret = Secret(try text("application_credential_secret", in: auth))
        if let id = try optional("application_credential_id", in: auth) {
            return .applicationCredential(.id(id), secret: secret)
        }
        guard let name = try optional("application_credential_name", in: auth) else {
            throw YAMLError(
                auth.position,
                "application_credential_id is missing; expected it, or "
                    + "application_credential_name with a user.")
        }
        return .applicationCredential(.name(name, of: try user(auth)), secret: secret)
    }

    private func user(_ auth: YAMLNode) throws -> Credentials.UserReference {
        if let id = try optional("user_id", in: auth) { return .id(id) }
        guard let name = try optional("username", in: auth) ?? optional("user_name", in: auth)
        else {
            throw YAMLError(auth.position, "username is missing; expected it or user_id.")
        }
        guard let domain = try domain("user_domain", in: auth) else {
            throw YAMLError(
                auth.position,
                "user_domain_name is missing; expected it or user_domain_id, as username is "
                    + "unique only within a domain.")
        }
        return .name(name, domain)
    }

    private func scope(_ auth: YAMLNode) throws -> Credentials.Scope {
        if let id = try optional("project_id", in: auth) ?? optional("tenant_id", in: auth) {
            return .projectID(id)
        }
        if let name = try optional("project_name", in: auth) ?? optional("tenant_name", in: auth) {
            guard let domain = try domain("project_domain", in: auth) else {
                throw YAMLError(
                    auth.position,
                    "project_domain_name is missing; expected it or project_domain_id, as "
                        + "project_name is unique only within a domain.")
            }
            return .project(name, domain)
        }
        if let system = auth["system_scope"] {
            guard try system.string("system_scope") == "all" else {
                throw YAMLError(system.position, "system_scope has one value; expected \"all\".")
            }
            return .system
        }
        if let id = try optional("domain_id", in: auth) { return .domain(.id(id)) }
        if let name = try optional("domain_name", in: auth) { return .domain(.name(name)) }
        throw YAMLError(
            auth.position,
            "A scope is missing; expected project_name or project_id (or domain_id, system_scope).")
    }

    /// A domain by its own keys, else by those that stand for every domain.
    private func domain(
        _ stem: String, in auth: YAMLNode
    ) throws -> Credentials.DomainReference? {
        for stem in [stem, "domain", "default_domain"] {
            if let id = try optional(stem + "_id", in: auth) { return .id(id) }
            if let name = try optional(stem + "_name", in: auth) { return .name(name) }
        }
        // The deprecated spelling names an id.
        return try optional("default_domain", in: auth).map { .id($0) }
    }

    // MARK: Where to

    private func regionName() throws -> String? {
        if let region { return region }
        if let regions = node["regions"] {
            var names: [String] = []
            for item in try regions.sequence("regions") {
                names.append(try (item["name"] ?? item).string("A region", example: "RegionOne"))
            }
            guard let wanted = finder.variable("OS_REGION_NAME") else { return names.first }
            guard names.contains(wanted) else {
                throw YAMLError(
                    regions.position,
                    "OS_REGION_NAME is \(wanted.harmless(60)); the cloud has "
                        + "\(names.joined(separator: ", ")).")
            }
            return wanted
        }
        return try node["region_name"]?.string("region_name", example: "RegionOne")
            ?? finder.variable("OS_REGION_NAME")
    }

    private func interface() throws -> CloudConfiguration.Interface {
        guard let node = node["interface"] ?? node["endpoint_type"] else { return .public }
        var text = try node.string("interface", example: "public")
        if text.hasSuffix("URL") { text.removeLast(3) }
        guard let interface = CloudConfiguration.Interface(rawValue: text) else {
            throw YAMLError(
                node.position,
                "interface is '\(text.harmless(40))'; expected public, internal or admin.")
        }
        return interface
    }

    private func overrides() throws -> [String: URL] {
        var overrides: [String: URL] = [:]
        for entry in try node.mapping("The cloud") {
            guard let key = entry.key.text, key.hasSuffix("_endpoint_override"), !entry.value.isNull
            else { continue }
            let type = key.dropLast("_endpoint_override".count).split(separator: "_")
            overrides[type.joined(separator: "-")] = try url(key, in: node, example: "https://…")
        }
        return overrides
    }

    private func url(_ key: String, in node: YAMLNode, example: String) throws -> URL {
        guard let value = node[key] else { throw missing(key, in: node) }
        let text = try value.string(key, example: example)
        guard let url = URL(string: text), let host = url.host(), !host.isEmpty,
            url.scheme == "http" || url.scheme == "https", url.user() == nil
        else {
            throw YAMLError(
                value.position, "\(key) is no http or https URL; expected one such as \(example)")
        }
        return url
    }

    // MARK: Trust

    private func tls() throws -> TLSSettings {
        var settings = TLSSettings()
        if let insecure = node["insecure"] { settings.verify = !(try insecure.boolean("insecure")) }
        if let verify = node["verify"] {
            // As with requests, a path means: verify, against this file.
            if let text = verify.text, text.contains("/") {
                settings.verify = true
                settings.caFile = try file("verify")
            } else {
                settings.verify = try verify.boolean("verify")
            }
        }
        if settings.verify, settings.caFile == nil { settings.caFile = try file("cacert") }
        settings.clientCertificate = try file("cert")
        settings.clientKey = try file("key")
        return settings
    }

    private func file(_ key: String) throws -> String? {
        guard let value = node[key] else { return nil }
        let path = finder.path(try value.string(key, example: "/etc/ssl/ca.pem"))
        guard try finder.readFile(path) != nil else {
            throw YAMLError(
                value.position, "\(key) names \(path.harmless(200)), which is not there.")
        }
        return path
    }

    // MARK: Small things

    private func warnings() throws -> [String] {
        guard node.position.file != "OS_AUTH_URL" else { return [] }
        var warnings: [String] = []
        for key in node.keys {
            guard let text = key.text, !Self.cloudKeys.contains(text),
                !Self.authKeys.contains(text), !text.hasSuffix("_endpoint_override")
            else { continue }
            warnings.append("\(key.position): \(text.harmless(60)) is not used by this program.")
        }
        for key in node["auth"]?.keys ?? [] {
            guard let text = key.text, !Self.authKeys.contains(text) else { continue }
            warnings.append(
                "\(key.position): auth.\(text.harmless(60)) is not used by this program.")
        }
        return warnings
    }

    private func missing(_ key: String, in node: YAMLNode) -> YAMLError {
        YAMLError(node.position, "\(key) is missing for cloud \(name.harmless(60)).")
    }

    private func text(_ key: String, in node: YAMLNode) throws -> String {
        guard let value = node[key] else { throw missing(key, in: node) }
        return try value.string(key)
    }

    private func optional(_ key: String, in node: YAMLNode) throws(YAMLError) -> String? {
        let text = try node[key]?.string(key)
        return text?.isEmpty == true ? nil : text
    }
}
