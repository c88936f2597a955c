// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

@testable import SCSOpenStack
@testable import SCSSupport

struct ConfigurationFinderTests {
    private static let two = """
        clouds:
          north: {auth: {\(ConfigurationWorld.auth)}, region_name: N}
          south: {auth: {\(ConfigurationWorld.auth)}, region_name: S}
        """

    @Test func `Without a file the error lists the paths searched`() {
        let found = ConfigurationWorld().error("north")
        #expect(found.hasPrefix("no cloud is configured"))
        for path in [
            "/here/clouds.yaml", "/here/clouds.yml", "/here/clouds.json",
            "/home/me/.config/openstack/clouds.yaml", "/etc/xdg/openstack/clouds.yaml",
            "/etc/openstack/clouds.yaml",
        ] { #expect(found.contains("\n  " + path), "\(path)") }
        #expect(throws: ConfigurationError.self) { try ConfigurationWorld().finder.cloudNames() }
    }

    @Test func `An unknown cloud is reported with all names and the nearest`() {
        let found = ConfigurationWorld(Self.two).error("nort")
        #expect(
            found == "there is no cloud \"nort\"; configured are \"north\", \"south\"; "
                + "did you mean \"north\"?")
        let world = ConfigurationWorld(Self.two, environment: ["OS_CLOUD": "east"])
        #expect(world.error().hasPrefix("there is no cloud \"east\" (named by OS_CLOUD)"))
    }

    @Test func `One of several clouds must be chosen`() {
        let found = ConfigurationWorld(Self.two).error()
        #expect(found.hasPrefix("2 clouds are configured and none was chosen; use --cloud"))
    }

    @Test(arguments: [
        ("", "/here/clouds.yaml: this file is empty; expected the key clouds"),
        ("- a\n", "/here/clouds.yaml:1:1: the document is a list; expected a mapping"),
        ("clouds:\n", "/here/clouds.yaml:1:8: clouds is empty; expected a mapping"),
        ("clouds: [a]\n", "/here/clouds.yaml:1:9: clouds is a list; expected a mapping"),
        ("clouds:\n  a:\n", "/here/clouds.yaml:2:3: cloud \"a\" is empty; expected auth below it"),
        ("clouds:\n  a: 7\n", "/here/clouds.yaml:2:6: a is a string; expected a mapping"),
        ("clouds: {a: {auth: [x]}}", "/here/clouds.yaml:1:20: auth is a list; expected a mapping"),
        ("cluods: {a: {}}\n", "/here/clouds.yaml:1:1: no cloud is defined here"),
        ("clouds: {envvars: {}}", "/here/clouds.yaml:1:19: \"envvars\" is the name of the cloud"),
    ])
    func `A file of another shape is reported`(text: String, expected: String) {
        let found = ConfigurationWorld(text).error()
        #expect(found.hasPrefix(expected), "\(found)")
    }

    @Test func `A misspelt clouds key is recognised`() {
        let found = ConfigurationWorld("cluods: {a: {}}\n").error()
        #expect(found.contains("did you mean it with \"cluods\"?"))
    }

    @Test(arguments: [
        (
            ["/here/clouds.yml", "/here/clouds.json", "/etc/openstack/clouds.yaml"],
            "/here/clouds.yml"
        ),
        (
            ["/home/me/.config/openstack/clouds.json", "/etc/openstack/clouds.yaml"],
            "/home/me/.config/openstack/clouds.json"
        ),
        (
            ["/etc/openstack/clouds.yaml", "/etc/xdg/openstack/clouds.yml"],
            "/etc/xdg/openstack/clouds.yml"
        ),
        (["/etc/openstack/clouds.yaml"], "/etc/openstack/clouds.yaml"),
        (
            ["/conf/openstack/clouds.yaml", "/etc/openstack/clouds.yaml"],
            "/conf/openstack/clouds.yaml"
        ),
    ])
    func `The first file wins`(paths: [String], winner: String) throws {
        var world = ConfigurationWorld(environment: ["XDG_CONFIG_HOME": "/conf"])
        for path in paths {
            world.files[path] = "clouds: {'\(path)': {auth: {\(ConfigurationWorld.auth)}}}"
        }
        #expect(try world.finder.cloudNames() == [winner])
    }

    @Test func `OS_CLIENT_CONFIG_FILE comes first, relative to the working directory`() throws {
        var world = ConfigurationWorld(Self.two)
        world.environment["OS_CLIENT_CONFIG_FILE"] = "sub/other.yaml"
        world.files["/here/sub/other.yaml"] = "clouds: {x: {auth: {\(ConfigurationWorld.auth)}}}"
        #expect(try world.configuration().name == "x")
    }

    @Test func `A named file that does not exist is ignored with a warning`() throws {
        let world = ConfigurationWorld(Self.two, environment: ["OS_CLIENT_CONFIG_FILE": "/no.yaml"])
        let warnings = try world.configuration("north").warnings
        #expect(warnings.count == 1)
        #expect(warnings[0].hasPrefix("OS_CLIENT_CONFIG_FILE names /no.yaml, which does not exist"))
    }

    @Test func `An unreadable file is ignored with a warning`() throws {
        var world = ConfigurationWorld()
        world.unreadable = ["/here/clouds.yaml"]
        world.files["/etc/openstack/clouds.yaml"] = Self.two
        #expect(
            try world.configuration("south").warnings == [
                "/here/clouds.yaml cannot be read and was ignored: permission denied"
            ])
    }

    @Test func `Each key of secure.yaml overrides clouds.yaml`() throws {
        var world = ConfigurationWorld("clouds: {c: {auth: {\(ConfigurationWorld.auth)}}}")
        world.files["/etc/openstack/secure.yaml"] =
            "clouds: {c: {auth: {password: s, username: v}, region_name: R}}"
        let found = try world.configuration("c")
        #expect(found.regionName == "R")
        guard case .keystone(let factors, _) = found.authentication else {
            Issue.record("not a password")
            return
        }
        let user = Credentials.UserReference.name("v", domain: .name("D"))
        #expect(factors == [.password(user: user, RequiredSecret("password", Secret("s")))])
    }

    @Test func `An error in secure.yaml names secure.yaml`() {
        var world = ConfigurationWorld(Self.two)
        world.files["/here/secure.yaml"] = "clouds:\n  north:\n    auth:\n      password: [x]\n"
        #expect(
            world.error("north")
                == "/here/secure.yaml:4:17: password is a list; expected a string")
        world.files["/here/secure.yaml"] = "clouds: {north: {region_name: {a: 1}}}"
        #expect(
            world.error("north").contains("region_name is a mapping here and a string at /here/"))
    }

    @Test func `An empty secure.yaml, or a cloud defined only there, is accepted`() throws {
        var world = ConfigurationWorld(Self.two)
        world.files["/here/secure.yaml"] = ""
        #expect(try world.finder.cloudNames() == ["north", "south"])
        world.files["/here/secure.yaml"] = "clouds: {east: {}}"
        #expect(try world.finder.cloudNames() == ["north", "south", "east"])
    }

    @Test func `A cloud overrides its profile from clouds-public.yaml`() throws {
        var world = ConfigurationWorld(
            "clouds: {c: {profile: pub, auth: {username: u, password: p, project_id: i, "
                + "user_domain_id: d}}}")
        world.files["/etc/openstack/clouds-public.yaml"] = """
            public-clouds:
              pub:
                auth: {auth_url: "https://{region_name}.example.com/v3", username: nobody}
                regions: [R1, R2]
                interface: internal
            """
        let found = try world.configuration(region: "R2")
        #expect(found.authURL.absoluteString == "https://R2.example.com/v3")
        #expect(found.interfaces == [.internal])
        #expect(try world.configuration().regionName == "R1")
        #expect(
            world.error(region: "R3").hasSuffix(
                "has no region \"R3\"; it has \"R1\", \"R2\"; did you mean \"R1\"?"))
    }

    @Test func `A world-readable file with a password is a warning`() throws {
        var world = ConfigurationWorld(cloud: "")
        world.modes["/here/clouds.yaml"] = 0o644
        #expect(
            try world.configuration().warnings == [
                "/here/clouds.yaml contains a password and everyone can read it; run chmod 600 on it"
            ])
        world.modes["/here/clouds.yaml"] = 0o640
        #expect(try world.configuration().warnings.isEmpty)
    }

    @Test func `Another user's file is a warning`() throws {
        var world = ConfigurationWorld(cloud: "")
        world.accesses["/here/clouds.yaml"] = FileAccess(owner: 1001)
        #expect(
            try world.configuration().warnings == [
                "/here/clouds.yaml belongs to user 1001, who can change where the cloud's "
                    + "secrets are sent; run chown on it, or use a file of your own"
            ])
    }

    @Test(
        arguments: [
            (FileAccess(isWritableByOthers: true), "run chmod go-w on it"),
            (FileAccess(openFolder: "/here/"), "run chmod go-w /here/"),
        ])
    func `A file that others can write directs no secrets`(
        access: FileAccess, remedy: String
    ) throws {
        // The password is in our own file; another user's file decides where it would go.
        var world = ConfigurationWorld(
            "clouds: {c: {auth: {auth_url: 'https://k.example.com/v3', user_id: u, project_id: p}}}"
        )
        world.files["/home/me/.config/openstack/secure.yaml"] =
            "clouds: {c: {auth: {password: p}}}"
        #expect(world.error() == "no error")
        world.accesses["/here/clouds.yaml"] = access
        #expect(world.error().hasPrefix("others can "))
        #expect(world.error().hasSuffix(remedy))
        // It can still be displayed.
        #expect(try world.finder.effective(cloud: "c").warnings.count == 1)
        // Without credentials nothing can be disclosed.
        world.files["/here/clouds.yaml"] =
            "clouds: {c: {auth_type: none, auth: {endpoint: 'https://k.example.com'}}}"
        world.files["/home/me/.config/openstack/secure.yaml"] = nil
        #expect(world.error() == "no error")
    }

    @Test(
        arguments: [
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nx",
            "-----BEGIN RSA PRIVATE KEY-----\n"
                + "Proc-Type: 4,ENCRYPTED\nx",
        ])
    func `An encrypted client key prompts for its passphrase`(
        key: String
    ) throws {
        var world = ConfigurationWorld(cloud: "cert: /c.pem, key: /k.pem")
        world.files["/c.pem"] = "-----BEGIN CERTIFICATE-----"
        world.files["/k.pem"] = key
        #expect(
            try world.configuration().requiredSecrets.map(\.key) == ["password", "key_passphrase"])
        #expect(
            world.error().contains(
                "key names a key that is encrypted; decrypt it; or supply it with "
                    + "--password-prompt"))
        world.files["/k.pem"] = "-----BEGIN PRIVATE KEY-----"
        #expect(world.error() == "no error")
    }
}
