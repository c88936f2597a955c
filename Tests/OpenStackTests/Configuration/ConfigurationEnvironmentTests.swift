// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

import SCSHTTP
@testable import SCSOpenStack
@testable import SCSSupport

struct ConfigurationEnvironmentTests {
    private static let openrc = [
        "OS_AUTH_URL": "https://k/v3", "OS_USERNAME": "u", "OS_PASSWORD": "p",
        "OS_PROJECT_NAME": "pr", "OS_USER_DOMAIN_NAME": "D", "OS_PROJECT_DOMAIN_ID": "d",
    ]
    private static let file = "clouds: {c: {auth: {\(ConfigurationWorld.auth)}, region_name: R}}"

    private func world(_ more: [String: String], file: String? = nil) -> ConfigurationWorld {
        let all = Self.openrc.merging(more) { _, new in new }
        return ConfigurationWorld(file, environment: all)
    }

    @Test(arguments: [
        (["OS_PASSWORD": ""], "the environment: OS_PASSWORD is not set; set it, or name a cloud"),
        (["OS_USERNAME": ""], "the environment: OS_USERNAME or OS_USER_ID is not set"),
        (["OS_AUTH_URL": "ftp://k"], "environment variable OS_AUTH_URL: its value is not an http"),
        (
            ["OS_VERIFY": "0"], "environment variable OS_VERIFY: its value is \"0\"; expected true"
        ),
        (["OS_IDENTITY_API_VERSION": "2.0"], "environment variable OS_IDENTITY_API_VERSION: its"),
        (["OS_AUTH_TYPE": "v3samlpassword"], "environment variable OS_AUTH_TYPE: auth_type \"v3sa"),
        (["OS_CACERT": "/no.pem"], "environment variable OS_CACERT: its value names /no.pem"),
        (["OS_INTERFACE": "x"], "environment variable OS_INTERFACE: its value is \"x\"; expected"),
    ])
    func `An error names the variable`(more: [String: String], expected: String) {
        let found = world(more).error()
        #expect(found.hasPrefix(expected), "\(found)")
        #expect(!found.contains("ftp://"))
    }

    @Test func `A single stray variable defines a cloud, and the error says so`() {
        let found = ConfigurationWorld(Self.file, environment: ["OS_CACERT": "/x"]).error("envvars")
        #expect(found.contains("OS_CACERT"))
    }

    @Test func `Plain variables define a cloud`() throws {
        let found = try world([
            "OS_REGION_NAME": "R", "OS_INTERFACE": "internalURL", "OS_INSECURE": "True",
            "OS_VOLUME_ENDPOINT_OVERRIDE": "http://v", "OS_API_TIMEOUT": "9",
        ]).configuration()
        #expect(found.name == "envvars")
        #expect(found.regionName == "R")
        #expect(found.interfaces == [.internal])
        #expect(found.tls == TLSSettings(verify: false))
        #expect(try found.overrides == ["block-storage": "http://v"])
        #expect(found.apiTimeout == .seconds(9))
        #expect(found.warnings.isEmpty)
        #expect(
            found.authentication
                == .password(
                    user: .name("u", domain: .name("D")), secret: Secret("p"),
                    scope: .project(.name("pr", domain: .id("d")))))
    }

    @Test func `An unclear OS_INSECURE keeps verification on, with a warning`() throws {
        let found = try world(["OS_INSECURE": "1"]).configuration()
        #expect(found.tls.verify)
        #expect(
            found.warnings == [
                "environment variable OS_INSECURE: its value is \"1\", which means false; "
                    + "write true or false"
            ])
    }

    @Test(arguments: [
        (["OS_VOLUME_API_VERSION": "2"], "scs-check uses version 3 of block-storage"),
        (["OS_COMPUTE_API_VERSION": "2.79"], "\"2.79\", a microversion, which has no effect"),
        (["OS_VERIFY": "False"], "write false without quotes in clouds.yaml"),
    ])
    func `A variable with another effect than intended is a warning`(
        more: [String: String], expected: String
    ) throws {
        let warnings = try world(more).configuration().warnings
        #expect(warnings.count == 1)
        #expect(warnings[0].hasPrefix("environment variable OS_"))
        #expect(warnings[0].contains(expected), "\(warnings)")
    }

    @Test func `The environment's defaults override its profile's`() throws {
        var world = world(["OS_PROFILE": "pub"])
        world.files["/here/clouds-public.yaml"] =
            "public-clouds: {pub: {interface: internal, region_name: R}}"
        let found = try world.configuration()
        #expect(found.interfaces == [.public])
        #expect(found.regionName == "R")
    }

    @Test func `An application credential can come from variables`() throws {
        let found = try ConfigurationWorld(environment: [
            "OS_AUTH_URL": "https://k", "OS_AUTH_TYPE": "v3applicationcredential",
            "OS_APPLICATION_CREDENTIAL_ID": "a", "OS_APPLICATION_CREDENTIAL_SECRET": "s",
        ]).configuration()
        #expect(
            found.authentication
                == .applicationCredential(reference: .id("a"), secret: Secret("s")))
    }

    @Test func `The system scope can come from a variable`() throws {
        let found = try world(["OS_PROJECT_NAME": "", "OS_SYSTEM_SCOPE": "all"]).configuration()
        guard case .keystone(_, .system) = found.authentication else {
            Issue.record("not the system's scope")
            return
        }
    }

    @Test func `The environment's cloud is the default, and has a name`() throws {
        #expect(try world([:], file: Self.file).configuration().name == "envvars")
        #expect(try world([:], file: Self.file).finder.cloudNames() == ["c", "envvars"])
        #expect(try world(["OS_CLOUD": "c"], file: Self.file).configuration().name == "c")
        #expect(
            try world(["OS_CLOUD": "c"], file: Self.file).configuration("envvars").name == "envvars"
        )
        #expect(try world(["OS_CLOUD_NAME": "mine"]).configuration("mine").name == "mine")
        #expect(
            world(["OS_CLOUD_NAME": "c"], file: Self.file).error().contains("is the name of the"))
    }

    @Test(arguments: ["OS_CLOUD", "OS_TEST_PATH", "OS_STDOUT_CAPTURE", "OS_LOG_CAPTURE", "os_x"])
    func `Selectors and variables of test tools define no cloud`(name: String) throws {
        let world = ConfigurationWorld(Self.file, environment: [name: "c"])
        #expect(try world.finder.cloudNames() == ["c"])
    }

    @Test func `OS_REGION_NAME has no effect on a file, with a warning`() throws {
        let world = ConfigurationWorld(Self.file, environment: ["OS_REGION_NAME": "S"])
        let found = try world.configuration()
        #expect(found.regionName == "R")
        #expect(found.warnings.first?.hasPrefix("OS_REGION_NAME has no effect") == true)
    }
}
