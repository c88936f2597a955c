// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

@testable import SCSOpenStack
@testable import SCSSupport

/// Profiles: from clouds-public.yaml, built in, remote, removed.
struct ConfigurationProfileTests {
    private func world(_ profile: String, _ more: String = "") -> ConfigurationWorld {
        ConfigurationWorld(
            cloud: "profile: '\(profile)'\(more)",
            auth: "username: u, password: p, project_name: pr, user_domain_name: D, "
                + "project_domain_name: D")
    }

    @Test func `An unknown profile is a warning with the nearest name`() throws {
        let world = ConfigurationWorld(cloud: "profile: elastix")
        let warnings = try world.configuration().warnings
        #expect(warnings.count == 1 && warnings[0].hasPrefix("/here/clouds.yaml:1:"))
        #expect(
            warnings[0].hasSuffix(
                "profile \"elastix\" is neither in a clouds-public.yaml nor built in; "
                    + "did you mean \"elastx\"?"))
        #expect(self.world("elastix").error().contains("no profile that names one was found"))
    }

    @Test(arguments: ["ovh", "vexxhost", "https://cloud.example.com"])
    func `A remote profile is not fetched, with a warning`(name: String) throws {
        let warnings = try ConfigurationWorld(cloud: "profile: '\(name)'").configuration().warnings
        #expect(warnings.count == 1)
        #expect(warnings[0].contains("which is not downloaded"))
        #expect(warnings[0].contains("/.well-known/openstack/api"))
        var known = world(name)
        known.files["/here/clouds-public.yaml"] =
            "public-clouds: {'\(name)': {auth: {auth_url: 'https://k.example.com'}}}"
        #expect(try known.configuration().authURL.absoluteString == "https://k.example.com")
    }

    @Test func `A password in a profile's URL is not shown`() throws {
        let found = try ConfigurationWorld(cloud: "profile: 'https://u:hunter2@h/x'").finder
            .effective(cloud: nil)
        #expect(found.settings.first { $0.key == "profile" }?.value == "https://h/x")
        #expect(!found.warnings.joined().contains("hunter2"))
    }

    @Test(
        arguments: [
            ("otc", "https://iam.eu-de.otc.t-systems.com/v3", "eu-de"),
            ("otc-swiss", "https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3", "eu-ch2"),
            ("citycloud", "https://Buf1.citycloud.com:5000/v3/", "Buf1"),
            ("limestonenetworks", "https://auth.cloud.lstn.net:5000/v3", "us-dfw-1"),
            ("elastx", "https://ops.elastx.cloud:5000/v3", "se-sto"),
            // Its region is under region-name, which openstacksdk does not read from a profile.
            ("ultimum", "https://console.ultimum-cloud.com:5000/", nil),
        ] as [(String, String, String?)])
    func `A built-in profile provides URL and regions`(
        name: String, url: String, region: String?
    ) throws {
        let found = try world(name).configuration()
        #expect(found.authURL.absoluteString == url)
        #expect(found.regionName == region)
    }

    @Test func `Built-in profiles are readable, and those of removed APIs are refused by name`()
        throws
    {
        let names = try PublicClouds.names()
        #expect(names.count == 24)
        var refused: [String] = []
        for name in names {
            let url =
                ["bluebox", "ovh", "vexxhost"].contains(name) ? ", auth_url: 'https://k'" : ""
            let found = world(name, url).error()
            if found != "no error" { refused.append(name) }
            #expect(
                found == "no error" || found.hasPrefix("built-in profile \(name): "), "\(found)")
        }
        #expect(refused == ["catalyst", "conoha", "rackspace"])
    }

    @Test func `The cloud's own region and values override its profile's`() throws {
        let found = try world(
            "citycloud", ", region_name: Mars1, identity_api_version: 3, volume_api_version: 2"
        ).configuration()
        #expect(found.authURL.absoluteString == "https://Mars1.citycloud.com:5000/v3/")
        #expect(
            world("citycloud").error(region: "Mars1").contains("has no region \"Mars1\"; it has"))
    }

    @Test func `The former name of the profile key works, with a warning`() throws {
        let world = ConfigurationWorld(
            cloud: "cloud: otc", auth: "user_id: u, password: p, project_id: i")
        let found = try world.configuration()
        #expect(found.regionName == "eu-de")
        #expect(found.warnings.count == 1)
        #expect(
            found.warnings[0].hasSuffix(
                "cloud is the former name of profile; write profile instead"))
        let both = ConfigurationWorld(cloud: "cloud: otc, profile: elastx")
        #expect(try both.configuration().regionName == "se-sto")
    }
}
