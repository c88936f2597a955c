// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

extension Credentials {
    /// Reads the authentication settings of a cloud.
    init(_ settings: CloudSettings) throws {
        if let version = settings.value("identity_api_version") {
            let text = try version.string(example: "3")
            guard text == "3" || text.hasPrefix("3.") || text == "v3" else {
                throw version.wrongValue("3: Keystone's other versions are not supported")
            }
        }
        self = try CredentialsReader(settings: settings).credentials(
            of: AuthenticationType(settings))
    }
}

extension AuthenticationType {
    /// The type that a cloud's settings name; throws for an unknown one.
    init(_ settings: CloudSettings) throws {
        guard let node = settings.values["auth_type"]?.value else {
            self = .password
            return
        }
        let name = try node.string(example: "password")
        guard let type = AuthenticationType.named(name) else {
            let list = AuthenticationType.names.joined(separator: ", ")
            throw ConfigurationError(
                node.position,
                "auth_type \(name.quotedForMessage) is not supported; expected \(list)"
                    + Suggestion.question(about: name, among: AuthenticationType.names))
        }
        self = type
    }
}

/// Builds credentials from the keys of `auth`.
struct CredentialsReader {
    let settings: CloudSettings

    func credentials(of type: AuthenticationType) throws -> Credentials {
        let scoping = ScopeReader(settings: settings)
        switch type {
        case .password, .totp, .token:
            return .keystone([try factor(type)], scope: try scoping.scope())
        case .applicationCredential:
            return .keystone([try factor(type)], scope: .unstated)
        case .multifactor:
            return .keystone(try factors(), scope: try scoping.scope())
        case .oauth2ClientCredential, .oauth2MutualTLS:
            let needsSecret = type == .oauth2ClientCredential
            guard needsSecret || settings.value("cert") != nil else {
                throw settings.missing("cert", hint: ", and the certificate identifies the client")
            }
            return .oauth2(
                OAuth2Client(
                    endpoint: try address("oauth2_endpoint"), id: try text("oauth2_client_id"),
                    secret: needsSecret ? try secret("oauth2_client_secret") : nil),
                scope: .unstated)
        case .httpBasic:
            return .fixed(
                .basic(
                    user: try text("username", "user_name"), try secret("password"),
                    endpoint: try optionalAddress("endpoint")))
        case .nobody:
            return .fixed(.nothing(endpoint: try optionalAddress("endpoint")))
        case .adminToken:
            return .fixed(
                .token(try secret("token"), endpoint: try optionalAddress("endpoint", "url")))
        default:
            return .federated(
                try FederationReader(settings: settings, base: self).federation(of: type),
                scope: try scoping.scope())
        }
    }

    /// A secret that is configured, or must be prompted for.
    func secret(_ spellings: String...) throws -> RequiredSecret {
        let key = spellings.first ?? ""
        for spelling in spellings {
            guard let node = settings.credential(spelling) else { continue }
            return RequiredSecret(key, Secret(try node.string()))
        }
        return RequiredSecret(key, absence: settings.missing(key))
    }

    /// A required string.
    func text(_ spellings: String...) throws -> String {
        for spelling in spellings {
            if let node = settings.credential(spelling) { return try node.string() }
        }
        throw settings.missing(spellings.first ?? "")
    }

    /// A required URL.
    func address(_ key: String) throws -> WebAddress {
        guard let address = try optionalAddress(key) else { throw settings.missing(key) }
        return address
    }

    func optionalAddress(_ spellings: String...) throws -> WebAddress? {
        for spelling in spellings {
            guard let node = settings.credential(spelling) else { continue }
            let example = "https://service.example.com/path"
            guard let address = WebAddress(try node.string(example: example)) else {
                // The value may contain a password, so it is not shown.
                throw ConfigurationError(
                    node.position,
                    "\(node.label) is not an http or https URL without user and fragment; "
                        + "expected \"\(example)\"")
            }
            return address
        }
        return nil
    }

    private func factor(_ type: AuthenticationType) throws -> Factor {
        switch type {
        case .totp: .totp(user: try user(), try secret("passcode"))
        case .token: .token(try secret("token"))
        case .applicationCredential:
            .applicationCredential(
                try applicationCredential(), try secret("application_credential_secret"))
        default: .password(user: try user(), try secret("password"))
        }
    }

    /// The factors of `auth_methods`, a list or a comma-separated string.
    private func factors() throws -> [Factor] {
        guard let node = settings.credential("auth_methods") else {
            throw settings.missing("auth_methods", hint: ", such as [v3password, v3totp]")
        }
        let entries: [(String, YAMLNode)] =
            if case .sequence(let entries) = node.value {
                try entries.map { (try $0.string(example: "v3totp"), $0) }
            } else {
                try node.string(example: "v3password,v3totp").split(separator: ",").map {
                    ($0.trimmed(of: { $0 == " " }), node)
                }
            }
        let usable: [AuthenticationType] = [.password, .totp, .token, .applicationCredential]
        let names = usable.flatMap { [$0.name] + $0.aliases }
        var types: [AuthenticationType] = []
        for (name, place) in entries {
            guard let type = AuthenticationType.named(name), usable.contains(type) else {
                throw ConfigurationError(
                    place.position,
                    "auth_methods has \(name.quotedForMessage), which is not a method that can be one "
                        + "of several; expected \(names.joined(separator: ", "))"
                        + Suggestion.question(about: name, among: names))
            }
            guard !types.contains(type) else {
                throw ConfigurationError(
                    place.position, "auth_methods has \(name.quotedForMessage) twice; keep one")
            }
            types.append(type)
        }
        guard !types.isEmpty else {
            throw ConfigurationError(
                node.position, "auth_methods is empty; expected [v3password, v3totp], for example")
        }
        return try types.map(factor)
    }

    private func applicationCredential() throws -> Credentials.ApplicationCredentialReference {
        if let id = settings.credential("application_credential_id") {
            return .id(try id.string())
        }
        guard let name = settings.credential("application_credential_name") else {
            throw settings.missing("application_credential_id", "application_credential_name")
        }
        return .name(try name.string(), user: try user())
    }

    private func user() throws -> Credentials.UserReference {
        if let id = settings.credential("user_id") { return .id(try id.string()) }
        guard let name = settings.credential("username", "user_name") else {
            let isOtherKind = settings.credential("application_credential_id") != nil
            throw settings.missing(
                "username", "user_id",
                hint: isOtherKind
                    ? " (for an application credential, write auth_type: v3applicationcredential "
                        + "beside auth)" : "")
        }
        let scoping = ScopeReader(settings: settings)
        guard let domain = try scoping.domain("user_domain") else {
            throw settings.missing(
                "user_domain_name", "user_domain_id",
                hint: ", and a user's name is unique only in its domain")
        }
        return .name(try name.string(), domain: domain)
    }
}
