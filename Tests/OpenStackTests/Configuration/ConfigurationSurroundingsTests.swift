// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

/// What else decides about a cloud: variables, the section client, other types' keys.
struct ConfigurationSurroundingsTests {
    @Test(
        arguments: [
            ("", ["REQUESTS_CA_BUNDLE": "/r.pem", "CURL_CA_BUNDLE": "/c.pem"], "/r.pem"),
            ("", ["CURL_CA_BUNDLE": "/c.pem", "REQUESTS_CA_BUNDLE": ""], "/c.pem"),
            ("cacert: /o.pem", ["REQUESTS_CA_BUNDLE": "/r.pem"], "/o.pem"),
            ("verify: /o.pem", ["REQUESTS_CA_BUNDLE": "/gone.pem"], "/o.pem"),
            ("verify: false", ["REQUESTS_CA_BUNDLE": "/r.pem"], nil),
        ] as [(String, [String: String], String?)])
    func `Variables name the CA file where the cloud does not`(
        line: String, environment: [String: String], expected: String?
    ) throws {
        var world = ConfigurationWorld(cloud: line)
        world.environment = environment
        for path in ["/r.pem", "/c.pem", "/o.pem"] { world.files[path] = "PEM" }
        #expect(try world.configuration().tls.caFile == expected)
    }

    @Test func `A CA file that a variable names must exist`() {
        var world = ConfigurationWorld(cloud: "")
        world.environment["REQUESTS_CA_BUNDLE"] = "/gone.pem"
        #expect(
            world.error().hasPrefix(
                "environment variable REQUESTS_CA_BUNDLE: its value names /gone.pem, which does not"
            ))
    }

    @Test(arguments: [
        ("force_ipv4: true", true), ("force_ipv4: 'true'", true), ("prefer_ipv6: no", true),
        ("prefer_ipv6: yes", false), ("force_ipv4: false, prefer_ipv6: false", true), ("", false),
    ])
    func `A cloud can be limited to IPv4`(line: String, expected: Bool) throws {
        #expect(try ConfigurationWorld(cloud: line).configuration().forcesIPv4 == expected)
    }

    @Test(
        arguments: [
            ("force_ipv4: true", [:], true), ("broken-ipv6: true", [:], true),
            ("prefer_ipv6: false", [:], true), ("prefer_ipv6: true", [:], false),
            ("force_ipv4: true", ["OS_FORCE_IPV4": "False"], false),
            ("force_ipv4: false", ["OS_PREFER_IPV6": "no"], true),
        ] as [(String, [String: String], Bool)])
    func `All clouds can be limited to IPv4, by file or variable`(
        line: String, environment: [String: String], expected: Bool
    ) throws {
        var environment = environment
        environment["OS_CLOUD"] = "c"
        let world = ConfigurationWorld(
            "client: {\(line)}\nclouds: {c: {auth: {\(ConfigurationWorld.auth)}}}",
            environment: environment)
        #expect(try world.configuration().forcesIPv4 == expected)
        let shown = try #require(
            try world.finder.effective(cloud: "c").settings.first { $0.key == "force_ipv4" })
        let source = try #require(shown.source)
        let place = environment["OS_PREFER_IPV6"] == nil ? "/here/clouds.yaml" : "environment"
        #expect(source.hasPrefix(expected ? place : "default"), "\(source)")
    }

    @Test func `A key of another authentication type is a warning`() throws {
        let auth = ConfigurationWorld.auth + ", passcode: hunter2, application_credential_id: a"
        let warnings = try ConfigurationWorld(cloud: "", auth: auth).configuration().warnings
        #expect(warnings.count == 1)
        #expect(
            warnings[0].hasSuffix(
                "application_credential_id, passcode have no effect with auth_type password"))
    }

    @Test func `A JSON surrogate pair is one character`() throws {
        var world = ConfigurationWorld()
        world.files["/here/clouds.json"] =
            #"{"clouds": {"c": {"auth": {"auth_url": "https:\/\/k", "user_id": "\uD834\udd1e\\ud834","#
            + #" "password": "p", "project_id": "p"}}}}"#
        guard case .keystone(let factors, _) = try world.configuration().authentication else {
            Issue.record("not a password")
            return
        }
        let secret = RequiredSecret("password", Secret("p"))
        #expect(factors == [.password(user: .id("𝄞\\ud834"), secret)])
        world.files["/here/clouds.json"]?.replace("\\udd1e", with: "")
        #expect(world.error().contains("/here/clouds.json:1:"))
    }

    @Test func `The former profile variable is a warning`() throws {
        var world = ConfigurationWorld(cloud: "")
        world.environment = ["OS_CLIENT_VENDOR_FILE": "/x", "OS_CLOUD": "c"]
        let warnings = try world.configuration().warnings
        #expect(warnings.count == 1 && warnings[0].hasPrefix("OS_CLIENT_VENDOR_FILE has no effect"))
    }
}
