// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

@testable import SCSOpenStack

/// Credentials other than passwords: missing and invalid keys.
struct CredentialsReaderTests {
    private static let url = "auth_url: 'https://k/v3'"
    private static let idp = url + ", identity_provider: i, protocol: p, client_id: c"

    @Test(arguments: [
        ("v3token", url, "has no token in auth"), ("v3totp", url, "has no username or user_id"),
        ("v3totp", url + ", user_id: u", "has no passcode in auth"),
        ("v3totp", url + ", user_id: u", "a source of passcodes"),
        ("v3multifactor", url, "has no auth_methods in auth, such as [v3password, v3totp]"),
        ("v3multifactor", url + ", auth_methods: []", "auth_methods is empty"),
        ("v3multifactor", url + ", auth_methods: v3passwrd", "did you mean \"v3password\"?"),
        ("v3multifactor", url + ", auth_methods: none", "\"none\", which is not a method"),
        ("v3multifactor", url + ", auth_methods: {a: b}", "auth_methods is a mapping"),
        (
            "v3multifactor", url + ", user_id: u, auth_methods: 'v3totp, v3totp'",
            "auth_methods has \"v3totp\" twice"
        ),
        (
            "v3multifactor", url + ", user_id: u, password: p, auth_methods: 'password,v3totp'",
            "has no passcode"
        ),
        ("v3oidcpassword", url, "has no identity_provider"),
        ("v3oidcpassword", url + ", identity_provider: i", "has no protocol"),
        ("v3oidcpassword", idp, "has no username"),
        (
            "v3oidcpassword", idp + ", username: u, password: p",
            "has no discovery_endpoint or access_token_endpoint"
        ),
        (
            "v3oidcpassword", idp + ", username: u, discovery_endpoint: 'https://l/'",
            "has no password"
        ),
        (
            "v3oidcpassword",
            idp + ", username: u, password: p, idp_otp_key: k, discovery_endpoint: 'https://l/'",
            "has no passcode"
        ),
        (
            "v3oidcpassword",
            idp + ", username: u, password: p, discovery_endpoint: 'https://u:hunter2@l/'",
            "discovery_endpoint is not an http or https URL"
        ),
        (
            "v3oidcpassword",
            idp + ", username: u, password: p, discovery_endpoint: 'l/'",
            "discovery_endpoint is not an http or https URL"
        ),
        (
            "v3oidcpassword",
            idp + ", username: u, discovery_endpoint: 'https://l/', access_token_type: x",
            "access_token_type is \"x\"; expected access_token or id_token"
        ),
        (
            "v3oidcclientcredentials", idp + ", discovery_endpoint: 'https://l/'",
            "has no client_secret"
        ),
        ("v3oidcauthcode", idp + ", discovery_endpoint: 'https://l/'", "has no code"),
        ("v3oidcaccesstoken", idp, "has no access_token"),
        (
            "v3oidcdeviceauthz", idp + ", access_token_endpoint: 'https://l/'",
            "has no discovery_endpoint or device_authorization_endpoint"
        ),
        (
            "v3oidcdeviceauthz",
            idp + ", discovery_endpoint: 'https://l/', code_challenge_method: x",
            "expected S256 or plain"
        ),
        ("v3oauth2clientcredential", url, "has no oauth2_endpoint"),
        (
            "v3oauth2clientcredential",
            url + ", oauth2_endpoint: 'https://k/t', oauth2_client_id: c",
            "has no oauth2_client_secret"
        ),
        ("v3oauth2mtlsclientcredential", url, "has no cert in auth, and the certificate"),
        ("http_basic", "username: u, password: p", "has no endpoint in auth, and no <service>_"),
        ("http_basic", "endpoint: 'https://s'", "has no username"),
        ("none", "x: y", "has no endpoint"),
        ("admin_token", "endpoint: 'https://s'", "has no token"),
        (
            "admin_token", "endpoint: 'ftp://s', token: hunter2",
            "endpoint is not an http or https URL"
        ),
    ])
    func `A missing or wrong key is named`(type: String, auth: String, told: String) {
        let found = ConfigurationWorld(cloud: "auth_type: \(type)", auth: auth).error()
        #expect(found.contains(told), "\(found)")
        #expect(found.hasPrefix("/here/clouds.yaml:1:"), "\(found)")
        #expect(!found.contains("hunter2"))
    }

    @Test(arguments: AuthenticationType.all.map(\.name))
    func `Every type's keys are known, and its secrets are hidden`(name: String) throws {
        let type = try #require(AuthenticationType.named(name))
        #expect(Set(type.keys).count == type.keys.count)
        for key in type.keys {
            #expect(KnownKeys.auth.contains(key.name))
            let looksSecret =
                ["password", "secret", "token", "passcode", "code"].contains(key.name)
                || key.name.hasSuffix("_secret") || key.name == "access_token"
            #expect(key.isSecret == looksSecret, "\(key.name)")
        }
    }

    @Test func `An identity provider's endpoints beside auth are no service overrides`() throws {
        let world = ConfigurationWorld(
            cloud: "auth_type: v3oidcpassword, discovery_endpoint: 'https://l/d', username: u, "
                + "password: p, image_endpoint: 'https://i/'", auth: Self.idp)
        let found = try world.configuration()
        let overridden = found.services.filter { $0.value.endpointOverride != nil }
        #expect(overridden.keys.sorted() == ["image"])
        #expect(found.warnings.isEmpty)
        guard case .federated(let federation, .unstated) = found.authentication else {
            Issue.record("not federated")
            return
        }
        #expect(federation.discoveryEndpoint == WebAddress("https://l/d"))
        #expect(federation.client == Federation.Client(id: "c", secret: nil))
    }

    @Test func `Without Keystone the endpoint, or the first override, identifies the cloud`()
        throws
    {
        let fixed = ConfigurationWorld(cloud: "auth_type: none", auth: "endpoint: 'https://s/v3'")
        #expect(try fixed.configuration().authURL.absoluteString == "https://s/v3")
        let overridden = ConfigurationWorld(
            cloud: "auth_type: none, image_endpoint_override: 'https://i/', "
                + "compute_endpoint_override: 'https://c/'", auth: "{}")
        #expect(overridden.error() != "no error")
        let plain = ConfigurationWorld(
            "clouds: {c: {auth_type: None, image_endpoint_override: 'https://i/', "
                + "compute_endpoint_override: 'https://c/'}}")
        #expect(try plain.configuration().authURL.absoluteString == "https://c/")
    }
}
