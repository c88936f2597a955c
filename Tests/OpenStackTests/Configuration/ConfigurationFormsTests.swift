// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing

@testable import SCSOpenStack
@testable import SCSSupport

/// Complete files in the forms of OpenStack's manuals.
struct ConfigurationFormsTests {
    private static let file = """
        common: &common
          interface: public
          identity_api_version: 3

        clouds:
          # a password and one region
          production:
            <<: *common
            auth:
              auth_url: https://api.scs.example.com:5000
              username: "assessor"
              password: 0815
              project_name: certification
              project_domain_name: Default
              user_domain_name: Default
            region_name: RegionOne

          # several regions, of which one is special
          spread:
            auth: {auth_url: "https://{region_name}.example.com/v3", user_id: 7f3a, project_id: 4711}
            regions:
              - north
              - name: south
                values:
                  interface: internal
                  auth:
                    project_id: "4712"
            volume_endpoint_override: "https://volume.example.com/v3/%(project_id)s"
            networks:
              - name: outside
                routes_externally: true

          # an application credential
          robot:
            <<: *common
            auth_type: "v3applicationcredential"
            auth:
              auth_url: https://api.scs.example.com:5000/v3/
              application_credential_id: "6b1e"
              application_credential_secret: "s3cret"
            verify: true
            api_timeout: 30

          # an old file
          legacy:
            auth:
              auth-url: http://old.example.com:35357/v3
              username: u
              password: p
              tenant_name: t
            default_domain: default
            endpoint_type: internalURL
        """

    private var world: ConfigurationWorld {
        var world = ConfigurationWorld(Self.file)
        world.files["/here/secure.yaml"] = "clouds: {spread: {auth: {password: hidden}}}"
        return world
    }

    @Test func `Clouds are listed in the file's order, and only networks cause a warning`()
        throws
    {
        #expect(try world.finder.cloudNames() == ["production", "spread", "robot", "legacy"])
        for name in try world.finder.cloudNames() {
            let warnings = try world.configuration(name).warnings
            let expected = name == "spread" ? ["\"networks\" has no effect here"] : []
            #expect(warnings.count == expected.count, "\(warnings)")
            for (warning, end) in zip(warnings, expected) { #expect(warning.hasSuffix(end)) }
        }
    }

    @Test func `A cloud with a password and one region is read`() throws {
        let found = try world.configuration("production")
        #expect(found.authURL.absoluteString == "https://api.scs.example.com:5000")
        #expect(found.regionName == "RegionOne")
        #expect(
            found.authentication
                == .password(
                    user: .name("assessor", domain: .name("Default")), secret: Secret("0815"),
                    scope: .project(.name("certification", domain: .name("Default")))))
    }

    @Test func `A cloud with several regions and a password in secure.yaml is read`() throws {
        let north = try world.configuration("spread")
        #expect(north.authURL.absoluteString == "https://north.example.com/v3")
        #expect(
            north.authentication
                == .password(
                    user: .id("7f3a"), secret: Secret("hidden"), scope: .project(.id("4711"))))
        let south = try world.configuration("spread", region: "south")
        #expect(south.interfaces == [.internal])
        #expect(
            try south.services["block-storage"]?.endpointOverride?.url(projectID: "8")
                .absoluteString == "https://volume.example.com/v3/8")
    }

    @Test func `A cloud with an application credential is read`() throws {
        let found = try world.configuration("robot")
        #expect(found.apiTimeout == .seconds(30))
        #expect(
            found.authentication
                == .applicationCredential(reference: .id("6b1e"), secret: Secret("s3cret")))
    }

    @Test func `An old file with tenants and one domain is read`() throws {
        let found = try world.configuration("legacy")
        #expect(found.interfaces == [.internal])
        #expect(
            found.authentication
                == .password(
                    user: .name("u", domain: .id("default")), secret: Secret("p"),
                    scope: .project(.name("t", domain: .id("default")))))
    }
}
