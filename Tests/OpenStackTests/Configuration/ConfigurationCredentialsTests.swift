// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

@testable import SCSOpenStack
@testable import SCSSupport

struct ConfigurationCredentialsTests {
    private static let url = "auth_url: 'https://k/v3'"
    private static let user = url + ", user_id: u, password: p"

    @Test(arguments: [
        ("username: u", "has no username or user_id", ""),
        (url + ", password: p", "has no username or user_id", ""),
        (url + ", user_id: u", "has no password", ""),
        (url + ", username: u, password: p", "has no user_domain_name or user_domain_id", ""),
        (user + ", project_name: x", "has no project_domain_name or project_domain_id", ""),
        ("user_id: u, password: p, project_id: i", "has no auth_url", ""),
        (url, "has no application_credential_id or", "auth_type: v3applicationcredential"),
        (
            url + ", application_credential_id: a", "has no application_credential_secret",
            "auth_type: v3applicationcredential"
        ),
        (
            url + ", application_credential_name: a, application_credential_secret: s",
            "has no username or user_id", "auth_type: v3applicationcredential"
        ),
        (
            url + ", application_credential_id: a, application_credential_secret: s",
            "write auth_type: v3applicationcredential beside auth", ""
        ),
    ])
    func `A missing key is named`(auth: String, expected: String, more: String) {
        let found = ConfigurationWorld(cloud: more, auth: auth == "username: u" ? "x: y" : auth)
            .error()
        #expect(found.contains("cloud \"c\" has no "), "\(found)")
        #expect(found.contains(expected), "\(found)")
        #expect(found.hasPrefix("/here/clouds.yaml:1:20: "), "\(found)")
    }

    @Test(arguments: [
        (
            "auth_type: v3kerberos",
            "auth_type \"v3kerberos\" is not supported; expected password, v3password, "
                + "v3applicationcredential, token, v3token, v3totp, v3multifactor, "
        ),
        ("auth_type: v3topt", "did you mean \"v3totp\"?"),
        ("auth_type: v2password", "did you mean \"v3password\"?"),
        ("auth_type: ~", "auth_type is empty; expected a string such as \"password\""),
        ("identity_api_version: 2", "identity_api_version is \"2\"; expected 3"),
        ("identity_api_version: '2.0'", "identity_api_version is \"2.0\"; expected 3"),
        ("identity_api_version: [3]", "identity_api_version is a list"),
        ("system_scope: all", "system_scope excludes a project, domain or trust"),
        ("system_scope: some", "system_scope is \"some\"; expected all"),
        ("trust_id: t", "trust_id excludes a project or domain"),
    ])
    func `An unsupported type is refused by name`(more: String, expected: String) {
        let found = ConfigurationWorld(cloud: more).error()
        #expect(found.contains(expected), "\(found)")
        #expect(found.hasPrefix("/here/clouds.yaml:1:"), "\(found)")
    }

    @Test(arguments: ["[hunter2]", "{hunter2: x}", "[{hunter2: x}]", "~", "''"])
    func `A password of a wrong type is never shown`(password: String) {
        let auth = Self.url + ", user_id: u, project_id: p, password: \(password)"
        let found = ConfigurationWorld(cloud: "", auth: auth).error()
        #expect(found.contains("password"))
        #expect(!found.contains("hunter2"))
    }

    @Test(arguments: [
        ("project_id: p", Credentials.Scope.project(.id("p"))),
        ("tenant_id: p", .project(.id("p"))),
        ("project_id: p, project_name: n", .project(.id("p"))),
        ("project_name: n, project_domain_id: d", .project(.name("n", domain: .id("d")))),
        ("tenant_name: n, project_domain_name: d", .project(.name("n", domain: .name("d")))),
        ("project_name: n, domain_name: d", .project(.name("n", domain: .name("d")))),
        ("project_name: n, domain_id: d", .project(.name("n", domain: .id("d")))),
        ("project_name: n, default_domain: d", .project(.name("n", domain: .id("d")))),
        ("project_name: n, default_domain_name: d", .project(.name("n", domain: .name("d")))),
        ("project_name: 7, project_domain_id: 8", .project(.name("7", domain: .id("8")))),
        ("tenant_name: o, project_name: n, domain_id: d", .project(.name("n", domain: .id("d")))),
        ("domain_id: d", .domain(.id("d"))),
        ("domain_name: d", .domain(.name("d"))),
        ("system_scope: all", .system),
        ("trust_id: t", .trust("t")),
        ("default_domain: d", .unstated),
    ])
    func `The scope is read in all spellings`(auth: String, expected: Credentials.Scope) throws {
        let found = try ConfigurationWorld(cloud: "", auth: Self.user + ", " + auth).configuration()
        #expect(
            found.authentication
                == .password(user: .id("u"), secret: Secret("p"), scope: expected))
    }

    @Test(arguments: [
        ("user_id: i", Credentials.UserReference.id("i")),
        ("user_id: i, username: n", .id("i")),
        ("username: n, user_domain_id: d", .name("n", domain: .id("d"))),
        ("user-name: n, user-domain-name: d", .name("n", domain: .name("d"))),
        ("username: n, domain_name: d", .name("n", domain: .name("d"))),
        ("username: n, default_domain_id: d", .name("n", domain: .id("d"))),
        ("username: n, user_domain_name: x, domain_id: d", .name("n", domain: .id("d"))),
    ])
    func `The user is read in all spellings`(
        auth: String, expected: Credentials.UserReference
    ) throws {
        let all = Self.url + ", password: 12345, project_id: p, " + auth
        let found = try ConfigurationWorld(cloud: "", auth: all).configuration()
        #expect(
            found.authentication
                == .password(user: expected, secret: Secret("12345"), scope: .project(.id("p"))))
    }

    @Test func `Application credentials are read by id, and by name with their user`() throws {
        let secret = Self.url + ", application_credential_secret: s"
        let type = "auth_type: v3applicationcredential"
        let byID = ConfigurationWorld(
            cloud: type, auth: secret + ", application_credential_id: a, project_id: p")
        #expect(
            try byID.configuration().authentication
                == .applicationCredential(reference: .id("a"), secret: Secret("s")))
        let warnings = try byID.configuration().warnings
        #expect(warnings.count == 1)
        #expect(
            warnings.first?.hasSuffix(
                "project_id has no effect with auth_type v3applicationcredential")
                == true)
        let byName = ConfigurationWorld(
            cloud: type,
            auth: secret + ", application_credential_name: a, username: n, user_domain_id: d")
        #expect(
            try byName.configuration().authentication
                == .applicationCredential(
                    reference: .name("a", user: .name("n", domain: .id("d"))), secret: Secret("s")))
    }

    @Test func `Credentials beside auth count in openstacksdk's order`() throws {
        let auth = Self.user + ", project_id: inside"
        let found = try ConfigurationWorld(
            cloud: "project_id: beside, user_id: beside", auth: auth
        ).configuration()
        #expect(
            found.authentication
                == .password(
                    user: .id("u"), secret: Secret("p"), scope: .project(.id("beside"))))
    }

    @Test func `The password is never printed`() throws {
        let found = try ConfigurationWorld(
            cloud: "", auth: Self.url + ", user_id: u, password: hunter2, project_id: p"
        ).configuration()
        var dumped = ""
        dump(found, to: &dumped)
        #expect(!dumped.contains("hunter2"))
        #expect(!"\(found)".contains("hunter2"))
    }
}
