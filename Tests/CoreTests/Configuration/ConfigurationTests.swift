// SPDX-License-Identifier: Apache-2.0
@testable import Core
import FoundationEssentials
import TestSupport
import Testing

/// Configuration as openstacksdk finds and merges it.
@Suite struct ConfigurationTests {
    private static let auth = """
            auth:
              auth_url: https://keystone.example:5000/v3
              username: demo
              password: hunter2
              project_name: demo
              user_domain_name: Default
              project_domain_name: Default
        """
    private static let simple = "clouds:\n  one:\n\(auth)\n"

    private func read(
        _ files: [String: String], _ environment: [String: String] = [:], cloud: String? = nil,
        region: String? = nil
    ) throws -> CloudConfiguration {
        try ConfigurationFinder(
            environment: environment, workingDirectory: "/w", homeDirectory: "/h",
            readFile: { files[$0].map { Array($0.utf8) } }
        ).configuration(cloud: cloud, region: region)
    }

    @Test(
        "The first file that is there wins",
        arguments: [
            "/w/clouds.yaml", "/w/clouds.yml", "/w/clouds.json", "/h/.config/openstack/clouds.yaml",
            "/etc/openstack/clouds.yaml",
        ])
    func search(_ path: String) throws {
        let last = "clouds:\n  two:\n\(Self.auth)\n"
        var files = [path: Self.simple]
        if path != "/etc/openstack/clouds.yaml" { files["/etc/openstack/clouds.yaml"] = last }
        #expect(try read(files).name == "one")
    }

    @Test("OS_CLIENT_CONFIG_FILE comes before all others")
    func variable() throws {
        let files = ["/x/c.yaml": Self.simple, "/w/clouds.yaml": "clouds: {}"]
        #expect(try read(files, ["OS_CLIENT_CONFIG_FILE": "/x/c.yaml"]).name == "one")
    }

    @Test("secure.yaml is laid over clouds.yaml, key by key")
    func secure() throws {
        let open = Self.simple.replacing("password: hunter2", with: "x: y")
        let secret = "clouds:\n  one:\n    auth:\n      password: s3cret\n"
        let configuration = try read([
            "/w/clouds.yaml": open, "/h/.config/openstack/secure.yaml": secret,
        ])
        #expect(
            configuration.authentication
                == .password(
                    user: .name("demo", .name("Default")), secret: Secret("s3cret"),
                    scope: .project("demo", .name("Default"))))
        #expect(
            configuration.warnings == ["/w/clouds.yaml:6:7: auth.x is not used by this program."])
    }

    @Test(
        "A mistake has its place and says what was expected",
        arguments: [
            (
                "clouds:\n  one:\n    auth: 3\n",
                "/w/clouds.yaml:3:11: auth is a text that does not fit; expected a mapping."
            ),
            (
                "clouds:\n  one: []\n",
                "/w/clouds.yaml:2:8: The cloud one is a list; expected a mapping."
            ),
            (
                "cloud: {}\n",
                "/w/clouds.yaml:1:1: clouds is missing; expected a mapping of clouds by name."
            ),
            (
                simple.replacing("https", with: "ftp"),
                "/w/clouds.yaml:4:17: auth_url is no http or https URL"
            ),
            (
                simple.replacing("      password: hunter2\n", with: ""),
                "/w/clouds.yaml:4:7: password is missing for cloud one."
            ),
            (
                simple.replacing("      username: demo\n", with: ""),
                "/w/clouds.yaml:4:7: username is missing; expected it or user_id."
            ),
            (
                simple.replacing("      project_name: demo\n", with: ""),
                "/w/clouds.yaml:4:7: A scope is missing"
            ),
            (
                simple + "    region_name: [a]\n",
                "/w/clouds.yaml:10:18: region_name is a list; expected a text such as \"RegionOne\"."
            ),
            (
                simple + "    interface: secret\n",
                "/w/clouds.yaml:10:16: interface is 'secret'; expected public, internal or admin."
            ),
            (
                simple + "    verify: perhaps\n",
                "/w/clouds.yaml:10:13: verify is a text that does not fit; expected true or false."
            ),
            (
                simple + "    cacert: /no/ca.pem\n",
                "/w/clouds.yaml:10:13: cacert names /no/ca.pem, which is not there."
            ),
            (
                simple + "    auth_type: kerberos\n",
                "/w/clouds.yaml:10:16: auth_type 'kerberos' is not known; expected one of"
            ),
            (
                simple + "    identity_api_version: 2\n",
                "/w/clouds.yaml:10:27: identity_api_version is 2; expected 3."
            ),
            (
                simple + "    image_endpoint_override: nowhere\n",
                "/w/clouds.yaml:10:30: image_endpoint_override is no http or https URL"
            ),
        ])
    func mistakes(_ text: String, _ message: String) {
        do {
            _ = try read(["/w/clouds.yaml": text])
            Issue.record("no error")
        } catch {
            #expect("\(error)".hasPrefix(message), "\(error)")
            #expect(!"\(error)".contains("hunter2"))
        }
    }

    @Test("A password of the wrong kind is not quoted")
    func secrecy() {
        let text = Self.simple.replacing("password: hunter2", with: "password: [hunter2]")
        let error = #expect(throws: YAMLError.self) { try read(["/w/clouds.yaml": text]) }
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test("An unknown cloud is answered with the nearest; no file with where it was looked for")
    func absence() {
        let unknown = #expect(throws: ConfigurationError.self) {
            try read(["/w/clouds.yaml": Self.simple], cloud: "oen")
        }
        #expect(unknown?.description.contains("did you mean one?") == true)
        let none = #expect(throws: ConfigurationError.self) { try read([:]) }
        #expect(none?.description.contains("/etc/openstack") == true)
    }

    @Test("Plain variables make a cloud of their own")
    func environment() throws {
        let variables = [
            "OS_AUTH_URL": "http://k:5000", "OS_APPLICATION_CREDENTIAL_ID": "a",
            "OS_APPLICATION_CREDENTIAL_SECRET": "s", "OS_REGION_NAME": "r",
            "OS_INTERFACE": "internalURL",
            "OS_INSECURE": "true", "OS_VOLUMEV3_ENDPOINT_OVERRIDE": "http://v:8776/v3",
        ]
        let configuration = try read([:], variables)
        #expect(configuration.name == "envvars")
        #expect(
            configuration.authentication == .applicationCredential(.id("a"), secret: Secret("s")))
        #expect(configuration.regionName == "r")
        #expect(configuration.interface == .internal)
        #expect(!configuration.tls.verify)
        #expect(configuration.endpointOverrides["volumev3"]?.absoluteString == "http://v:8776/v3")
    }

    @Test("verify wins over insecure and cacert; ~ is the home directory")
    func trust() throws {
        func tls(_ lines: String) throws -> TLSSettings {
            try read(["/w/clouds.yaml": Self.simple + lines, "/h/ca.pem": "x", "/c.pem": "x"]).tls
        }
        #expect(try tls("    insecure: true\n    verify: true\n").verify)
        #expect(try !tls("    verify: false\n    cacert: ~/ca.pem\n").verify)
        #expect(try tls("    cacert: ~/ca.pem\n").caFile == "/h/ca.pem")
        #expect(try tls("    cert: /c.pem\n    key: /c.pem\n").clientKey == "/c.pem")
    }

    @Test(
        "Scopes and users in every spelling",
        arguments: [
            ("project_id: p", Credentials.Scope.projectID("p")),
            ("tenant_name: t", .project("t", .name("D"))),
            ("domain_name: x", .domain(.name("x"))), ("system_scope: all", .system),
        ])
    func scopes(_ line: String, _ scope: Credentials.Scope) throws {
        let text = """
            clouds:
              one:
                auth:
                  auth_url: http://k:5000/v3
                  user_id: u
                  password: 12345
                  project_domain_name: D
                  \(line)
            """
        #expect(
            try read(["/w/clouds.yaml": text]).authentication
                == .password(user: .id("u"), secret: Secret("12345"), scope: scope))
    }

    @Test("Damaged files never crash and never leak", arguments: 0..<10)
    func fuzz(_ seed: UInt64) {
        var random = SplitMix(seed)
        for _ in 0..<150 {
            var bytes = Array(Self.simple.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes[index] = UInt8.random(in: 9...126, using: &random)
                } else {
                    bytes.removeSubrange(index..<min(bytes.count, index + 6))
                }
                if bytes.isEmpty { bytes = [0x0A] }
            }
            do {
                let damaged = bytes
                _ = try ConfigurationFinder(
                    environment: [:], workingDirectory: "/w", homeDirectory: "/h",
                    readFile: { $0 == "/w/clouds.yaml" ? damaged : nil }
                ).configuration(cloud: nil)
            } catch {
                #expect(!"\(error)".contains("hunter2"))
            }
        }
    }
}
