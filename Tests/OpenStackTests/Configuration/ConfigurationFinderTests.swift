// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

@testable import SCSOpenStack
@testable import SCSSupport

@Suite struct ConfigurationFinderTests {
    private static let two = """
        clouds:
          north: {auth: {\(ConfigurationWorld.auth)}, region_name: N}
          south: {auth: {\(ConfigurationWorld.auth)}, region_name: S}
        """

    @Test func `Without any file the error lists where it looked`() {
        let found = ConfigurationWorld().error("north")
        #expect(found.hasPrefix("no cloud is configured"))
        for path in [
            "/here/clouds.yaml", "/here/clouds.yml", "/here/clouds.json",
            "/home/me/.config/openstack/clouds.yaml", "/etc/xdg/openstack/clouds.yaml",
            "/etc/openstack/clouds.yaml",
        ] { #expect(found.contains("\n  " + path), "\(path)") }
        #expect(throws: ConfigurationError.self) { try ConfigurationWorld().finder.cloudNames() }
    }

    @Test func `An unknown cloud is told with the names and the nearest`() {
        let found = ConfigurationWorld(Self.two).error("nort")
        #expect(
            found == "there is no cloud \"nort\"; configured are \"north\", \"south\"; "
                + "did you mean \"north\"?")
        let world = ConfigurationWorld(Self.two, environment: ["OS_CLOUD": "east"])
        #expect(world.error().hasPrefix("there is no cloud \"east\" (named by OS_CLOUD)"))
    }

    @Test func `Of several clouds one must be chosen`() {
        let found = ConfigurationWorld(Self.two).error()
        #expect(found.hasPrefix("2 clouds are configured and none was chosen; set the cloud"))
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
    func `A file of another shape is told`(text: String, expected: String) {
        let found = ConfigurationWorld(text).error()
        #expect(found.hasPrefix(expected), "\(found)")
    }

    @Test func `A misspelt clouds is recognised`() {
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

    @Test func `OS_CLIENT_CONFIG_FILE comes first, seen from the working directory`() throws {
        var world = ConfigurationWorld(Self.two)
        world.environment["OS_CLIENT_CONFIG_FILE"] = "sub/other.yaml"
        world.files["/here/sub/other.yaml"] = "clouds: {x: {auth: {\(ConfigurationWorld.auth)}}}"
        #expect(try world.configuration().name == "x")
    }

    @Test func `A file that is named and not there is passed over with a warning`() throws {
        let world = ConfigurationWorld(Self.two, environment: ["OS_CLIENT_CONFIG_FILE": "/no.yaml"])
        let warnings = try world.configuration("north").warnings
        #expect(warnings.count == 1)
        #expect(warnings[0].hasPrefix("OS_CLIENT_CONFIG_FILE names /no.yaml, which does not exist"))
    }

    @Test func `A file that cannot be read is passed over with a warning`() throws {
        var world = ConfigurationWorld()
        world.unreadable = ["/here/clouds.yaml"]
        world.files["/etc/openstack/clouds.yaml"] = Self.two
        #expect(
            try world.configuration("south").warnings == [
                "/here/clouds.yaml cannot be read and was ignored: permission denied"
            ])
    }

    @Test func `secure.yaml is laid over clouds.yaml, key by key`() throws {
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

    @Test func `A mistake in secure.yaml names secure.yaml`() {
        var world = ConfigurationWorld(Self.two)
        world.files["/here/secure.yaml"] = "clouds:\n  north:\n    auth:\n      password: [x]\n"
        #expect(
            world.error("north")
                == "/here/secure.yaml:4:17: password is a list; expected a string")
        world.files["/here/secure.yaml"] = "clouds: {north: {region_name: {a: 1}}}"
        #expect(
            world.error("north").contains("region_name is a mapping here and a string at /here/"))
    }

    @Test func `An empty secure.yaml and a cloud in secure.yaml alone are fine`() throws {
        var world = ConfigurationWorld(Self.two)
        world.files["/here/secure.yaml"] = ""
        #expect(try world.finder.cloudNames() == ["north", "south"])
        world.files["/here/secure.yaml"] = "clouds: {east: {}}"
        #expect(try world.finder.cloudNames() == ["north", "south", "east"])
    }

    @Test func `A profile of clouds-public.yaml lies below the cloud`() throws {
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

    @Test func `A file with a password that everybody can read is a warning`() throws {
        var world = ConfigurationWorld(cloud: "")
        world.modes["/here/clouds.yaml"] = 0o644
        #expect(
            try world.configuration().warnings == [
                "/here/clouds.yaml contains a password and everyone can read it; run chmod 600 on it"
            ])
        world.modes["/here/clouds.yaml"] = 0o640
        #expect(try world.configuration().warnings.isEmpty)
    }

    @Test func `A file that belongs to another user is a warning`() throws {
        var world = ConfigurationWorld(cloud: "")
        world.accesses["/here/clouds.yaml"] = FileAccess(owner: 1001)
        #expect(
            try world.configuration().warnings == [
                "/here/clouds.yaml belongs to user 1001, who decides with it where the cloud's "
                    + "secrets go; run chown on it, or use a file of your own"
            ])
    }

    @Test(
        arguments: [
            (FileAccess(isWritableByOthers: true), "run chmod go-w on it"),
            (FileAccess(openFolder: "/here/"), "run chmod go-w /here/"),
        ])
    func `Others who can write to a file direct no secret with it`(
        access: FileAccess, remedy: String
    ) throws {
        // The password stands in a file of ours; the other one says where it would go.
        var world = ConfigurationWorld(
            "clouds: {c: {auth: {auth_url: 'https://k.example.com/v3', user_id: u, project_id: p}}}"
        )
        world.files["/home/me/.config/openstack/secure.yaml"] =
            "clouds: {c: {auth: {password: p}}}"
        #expect(world.error() == "no error")
        world.accesses["/here/clouds.yaml"] = access
        #expect(world.error().hasPrefix("others can "))
        #expect(world.error().hasSuffix(remedy))
        // It can still be looked at.
        #expect(try world.finder.effective(cloud: "c").warnings.count == 1)
        // Nobody is told anything by whoever signs in with nothing.
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
    func `A client's key that is encrypted needs its passphrase, which is asked for as others are`(
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
                    + "a source of secrets"))
        world.files["/k.pem"] = "-----BEGIN PRIVATE KEY-----"
        #expect(world.error() == "no error")
    }
}
