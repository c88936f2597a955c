// SPDX-License-Identifier: Apache-2.0

/// A value of `auth_type`, with the keys that it reads from `auth`.
///
/// Source: the plugins of keystoneauth, with their names and options.
package struct AuthenticationType: Sendable, Equatable {
    /// One key of `auth`.
    package struct Key: Sendable, Hashable {
        package let name: String
        /// Older spellings of the key.
        package let aliases: [String]
        /// Whether its value is secret.
        package let isSecret: Bool

        init(_ name: String, aliases: [String] = [], isSecret: Bool = false) {
            self.name = name
            self.aliases = aliases
            self.isSecret = isSecret
        }

        static func secret(_ name: String, aliases: [String] = []) -> Key {
            Key(name, aliases: aliases, isSecret: true)
        }
    }

    /// The name in clouds.yaml.
    package let name: String
    /// Other spellings of the name.
    package let aliases: [String]
    /// What signs in, in a few words.
    package let summary: String
    package let keys: [Key]
    /// Whether Keystone issues a token, with roles and a catalog.
    package let asksKeystone: Bool

    private init(
        _ name: String, aliases: [String] = [], _ summary: String, _ keys: [Key],
        asksKeystone: Bool = true
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        var seen: Set<Key> = []
        self.keys = keys.filter { seen.insert($0).inserted }
        self.asksKeystone = asksKeystone
    }

    static let password = AuthenticationType(
        "password", aliases: ["v3password"], "a user's password",
        [.secret("password")] + user + scope)
    static let token = AuthenticationType(
        "token", aliases: ["v3token"], "an existing token", [.secret("token")] + scope)
    static let applicationCredential = AuthenticationType(
        "v3applicationcredential", "an application credential",
        [
            Key("application_credential_id"), Key("application_credential_name"),
            .secret("application_credential_secret"),
        ] + user + [Key("auth_url")])
    static let totp = AuthenticationType(
        "v3totp", "a user's one-time passcode", [.secret("passcode")] + user + scope)
    static let multifactor = AuthenticationType(
        "v3multifactor", "several of the other methods at once, listed in auth_methods",
        [
            Key("auth_methods"), .secret("password"), .secret("passcode"), .secret("token"),
            Key("application_credential_id"), Key("application_credential_name"),
            .secret("application_credential_secret"),
        ] + user + scope)
    static let oidcPassword = AuthenticationType(
        "v3oidcpassword", "a password that an identity provider checks (OpenID Connect)",
        [Key("username", aliases: ["user_name"]), .secret("password"), Key("idp_otp_key")]
            + [.secret("passcode")] + provider + accessTokenType + scope)
    static let oidcClientCredentials = AuthenticationType(
        "v3oidcclientcredentials", "a client of an identity provider (OpenID Connect)",
        provider + accessTokenType + scope)
    static let oidcAuthorizationCode = AuthenticationType(
        "v3oidcauthcode", "a code that an identity provider showed in a browser",
        [.secret("code", aliases: ["authorization_code"]), Key("redirect_uri")]
            + provider + accessTokenType + scope)
    static let oidcDevice = AuthenticationType(
        "v3oidcdeviceauthz", "a person with a browser on any device (OpenID Connect)",
        [Key("device_authorization_endpoint"), Key("code_challenge_method")] + provider + scope)
    static let oidcAccessToken = AuthenticationType(
        "v3oidcaccesstoken", "an existing access token of an identity provider",
        [.secret("access_token")] + federation + scope)
    static let oauth2ClientCredential = AuthenticationType(
        "v3oauth2clientcredential", "an application credential as an OAuth 2.0 client",
        [Key("oauth2_endpoint"), Key("oauth2_client_id"), .secret("oauth2_client_secret")] + scope)
    static let oauth2MutualTLS = AuthenticationType(
        "v3oauth2mtlsclientcredential", "an OAuth 2.0 client's certificate (cert, key)",
        [Key("oauth2_endpoint"), Key("oauth2_client_id")] + scope)
    static let httpBasic = AuthenticationType(
        "http_basic", "a user and password in each request, without Keystone",
        [Key("username", aliases: ["user_name"]), .secret("password"), Key("endpoint")],
        asksKeystone: false)
    static let nobody = AuthenticationType(
        "none", aliases: ["None"],
        "no credentials: services without authentication, without Keystone",
        [Key("endpoint")], asksKeystone: false)
    static let adminToken = AuthenticationType(
        "admin_token", aliases: ["token_endpoint"], "a fixed token, without Keystone",
        [.secret("token"), Key("endpoint", aliases: ["url"])], asksKeystone: false)

    /// All supported types, the common ones first.
    package static let all: [AuthenticationType] = [
        password, applicationCredential, token, totp, multifactor, oidcPassword,
        oidcClientCredentials, oidcAuthorizationCode, oidcDevice, oidcAccessToken,
        oauth2ClientCredential, oauth2MutualTLS, httpBasic, nobody, adminToken,
    ]

    /// The type of that name or alias; nil if there is none.
    package static func named(_ name: String) -> AuthenticationType? {
        all.first { $0.name == name || $0.aliases.contains(name) }
    }

    /// All names and aliases.
    package static let names: [String] = all.flatMap { [$0.name] + $0.aliases }

    /// All keys of `auth`, in all spellings.
    package static let keyNames: Set<String> = spellings(of: all.flatMap(\.keys))

    /// The secret keys of `auth`, in all spellings.
    package static let secretKeyNames: Set<String> = spellings(
        of: all.flatMap(\.keys).filter(\.isSecret))

    private static func spellings(of keys: [Key]) -> Set<String> {
        Set(keys.flatMap { [$0.name] + $0.aliases })
    }

    private static let user = [
        Key("username", aliases: ["user_name"]), Key("user_id"), Key("user_domain_id"),
        Key("user_domain_name"), Key("default_domain"), Key("default_domain_id"),
        Key("default_domain_name"),
    ]
    private static let scope = [
        Key("auth_url"), Key("project_id", aliases: ["tenant_id"]),
        Key("project_name", aliases: ["tenant_name"]), Key("project_domain_id"),
        Key("project_domain_name"), Key("domain_id"), Key("domain_name"), Key("system_scope"),
        Key("trust_id"), Key("default_domain"), Key("default_domain_id"),
        Key("default_domain_name"),
    ]
    private static let federation = [Key("identity_provider"), Key("protocol")]
    private static let provider =
        federation + [
            Key("client_id"), .secret("client_secret"), Key("openid_scope", aliases: ["scope"]),
            Key("discovery_endpoint"), Key("access_token_endpoint"),
        ]
    private static let accessTokenType = [Key("access_token_type")]
}
