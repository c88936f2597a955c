// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// Converts all historical spellings of clouds.yaml to today's.
///
/// The order of the steps, and so which of two spellings wins, is openstacksdk's.
extension CloudSettings {
    /// The spellings of each scope and token setting; the last one wins, the cloud over `auth`.
    private static let scopes: [(name: String, spellings: [String])] =
        [
            "domain_id", "domain_name", "user_domain_id", "user_domain_name", "project_domain_id",
            "project_domain_name",
        ].map { ($0, [$0, $0.dashed]) } + [
            ("token", ["auth-token", "auth_token", "token"]),
            ("project_id", ["tenant_id", "tenant-id", "project_id", "project-id"]),
            ("project_name", ["tenant_name", "tenant-name", "project_name", "project-name"]),
        ]

    /// Gives every setting its place and spelling; throws if a placeholder cannot be filled.
    mutating func modernize() throws {
        gatherTimeouts()
        if let interface = table.remove("endpoint_type") { table["interface"] = interface }
        if let passcode = table.remove("passcode") { authTable["passcode"] = passcode }
        // Set again, so that it follows `auth-type`, which openstacksdk does not read.
        table["auth_type"] = table.remove("auth_type")
        gatherScopes()
        table = table.renamed { name in
            name.hasSuffix("endpoint_type")
                ? name.replacing("endpoint_type", with: "interface") : name
        }
        spreadDomain()
        try fillAuthURL()
        normalizeKeys()
        gatherCredentials()
        try fillPlaceholders()
    }

    /// The last `<service>_timeout` is the time limit of all services.
    private mutating func gatherTimeouts() {
        var last: YAMLNode.Entry?
        for (name, _) in table.inOrder
        where name.hasSuffix("timeout") && name != "timeout" && name != "api_timeout" {
            last = table.remove(name)
        }
        if let last, !last.value.isNull { table["api_timeout"] = last }
    }

    private mutating func gatherScopes() {
        for (name, spellings) in Self.scopes {
            var last: YAMLNode.Entry?
            for spelling in spellings {
                for entry in [authTable.remove(spelling), table.remove(spelling)] {
                    guard let entry, !entry.value.isNull else { continue }
                    last = entry
                }
            }
            if let last, last.value.text != "" { authTable[name] = last }
        }
    }

    /// With a project, `domain_id` is the domain of both user and project.
    private mutating func spreadDomain() {
        let hasProject = ["project_id", "project_name"].contains {
            authTable[$0] != nil || table[$0] != nil
        }
        guard hasProject else { return }
        for suffix in ["id", "name"] {
            let domain = authTable.remove("domain_" + suffix)
            for owner in ["user_domain_", "project_domain_"]
            where authTable[owner + suffix] == nil {
                authTable[owner + suffix] = domain
            }
        }
    }

    /// Moves what signing in needs from beside `auth` into it.
    private mutating func gatherCredentials() {
        splitMethods()
        let name = value("auth_type")?.text ?? ""
        for key in options(name) where moves(key.name, name) {
            let names = [key.name] + key.aliases
            func find(_ place: SettingsTable) -> YAMLNode.Entry? {
                names.compactMap { place[$0] }.first.flatMap { $0.value.isNothing ? nil : $0 }
            }
            let winner = find(authTable) ?? find(table)
            for name in names {
                _ = table.remove(name)
                _ = authTable.remove(name)
            }
            // The name that openstacksdk uses from here on.
            authTable[key.name == "openid_scope" ? "scope" : key.name] = winner
        }
    }

    /// The keys of a type, and the scopes that any token may have.
    private func options(_ type: String) -> [AuthenticationType.Key] {
        guard let type = AuthenticationType.named(type) else { return [] }
        let scopes = ["system_scope", "trust_id"].map { AuthenticationType.Key($0) }
        return type.keys + (type.asksKeystone ? scopes : [])
    }

    /// Whether a key moves: those that openstacksdk does not know for this type stay.
    private func moves(_ key: String, _ type: String) -> Bool {
        switch key {
        case "default_domain": false
        case "default_domain_id", "default_domain_name": !type.hasPrefix("v3")
        default: true
        }
    }

    /// A comma-separated string beside `auth` is a list of methods.
    private mutating func splitMethods() {
        guard let (key, node) = table["auth_methods"], let text = node.text, !node.isNull else {
            return
        }
        let methods = text.split(separator: ",").map { part in
            YAMLNode(
                .scalar(part.trimmed(of: { $0 == " " }), .quoted), at: node.position,
                label: "an entry of \(node.label)")
        }
        table["auth_methods"] = (
            key, YAMLNode(.sequence(methods), at: node.position, label: node.label)
        )
    }

    private mutating func fillAuthURL() throws {
        for name in ["auth_url", "auth-url"] {
            if let (key, value) = authTable[name] {
                authTable[name] = (key, try filled(value))
            }
            if let (key, value) = table[name] { table[name] = (key, try filled(value)) }
        }
    }

    private mutating func fillPlaceholders() throws {
        for (name, entry) in table.inOrder where KnownKeys.mayHoldPlaceholders(name) {
            table[name] = (entry.key, try filled(entry.value))
        }
    }
}
