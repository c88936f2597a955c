// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import Testing
import TestSupport

@testable import SCSOpenStack
@testable import SCSSupport

/// The choice of a service's catalog entry, as in keystoneauth.
struct CatalogTests {
    private static func service(
        _ type: String, _ name: String? = nil, _ endpoints: (String, String, String)...
    ) -> Catalog.Service {
        Catalog.Service(
            type: type, name: name,
            endpoints: endpoints.map {
                Catalog.Endpoint(interface: $0.0, region: $0.1, url: $0.2)
            })
    }

    private static let catalog = Catalog(services: [
        service("volume", "old", ("public", "R", "https://v1")),
        service(
            "volumev3", "cinder", ("internal", "R", "https://v3i"), ("public", "R", "https://v3"),
            ("public", "S", "https://v3s")),
        service("volumev3", "other", ("public", "R", "https://v3o")),
        service("compute", nil, ("public", "R", ""), ("public", "R", "https://c")),
        service("rax:compute", "x", ("public", "R", "https://rax")),
    ])

    private func url(
        _ type: String, _ settings: ServiceSettings = ServiceSettings(),
        _ interfaces: [CloudConfiguration.Interface] = [.public], region: String? = nil
    ) throws -> String {
        var configuration = try CloudConfiguration.test(region: region, scope: .system)
        configuration.interfaces = interfaces
        configuration.services = [ServiceNames.official(type) ?? type: settings]
        return try Self.catalog.endpoint(configuration.selection(ofType: type)).absoluteString
    }

    private func settings(_ change: (inout ServiceSettings) -> Void) -> ServiceSettings {
        var settings = ServiceSettings()
        change(&settings)
        return settings
    }

    @Test func `A service that is not offered is reported with its types`() throws {
        #expect {
            try url("block-storage", settings { $0.serviceName = "swift" }, region: "R")
        } throws: { error in
            (error as? ServiceMissing)?.description.contains("block-storage or volumev3") == true
        }
        #expect(throws: ServiceMissing.self) { try url("block-storage", region: "T") }
        #expect(throws: ServiceMissing.self) { try url("compute", ServiceSettings(), [.admin]) }
        // An alias matches itself or the official type, never another alias.
        #expect(throws: ServiceMissing.self) {
            try url("block-storage", settings { $0.serviceType = "volumev2" })
        }
    }

    @Test func `The official and the newest service type come first`() throws {
        #expect(try url("block-storage") == "https://v3")
        #expect(try url("block-storage", settings { $0.serviceType = "volume" }) == "https://v1")
        #expect(try url("compute", settings { $0.serviceType = "rax:compute" }) == "https://rax")
    }

    @Test func `A service's name, region and interface choose its entry`() throws {
        #expect(try url("block-storage", settings { $0.serviceName = "other" }) == "https://v3o")
        #expect(
            try url("block-storage", settings { $0.regionName = "S" }, region: "R") == "https://v3s"
        )
        #expect(
            try url("block-storage", settings { $0.interfaces = [.internal] }) == "https://v3i")
        #expect(try url("compute", settings { $0.serviceName = "nova" }) == "https://c")
    }

    @Test func `The first offered interface of several is chosen`() throws {
        #expect(try url("block-storage", ServiceSettings(), [.internal, .public]) == "https://v3i")
        #expect(try url("compute", ServiceSettings(), [.internal, .public]) == "https://c")
    }

    @Test func `The region is also read from its old key`() throws {
        let json =
            #"[{"type": "compute", "endpoints": [{"interface": "public", "region": "R","url": "u"}]}]"#
        let catalog = try JSONDecoder().decode(Catalog.self, from: Data(json.utf8))
        #expect(catalog.services[0].endpoints[0].region == "R")
    }

    @Test func `An override with a project placeholder needs a project`() throws {
        let override = EndpointOverride("https://v/%(tenant_id)s/$(project_id)s")
        #expect(try override.url(projectID: "p").absoluteString == "https://v/p/p")
        #expect(throws: ConfigurationError.self) { try override.url(projectID: nil) }
    }
}
