// SPDX-License-Identifier: Apache-2.0

/// The services of the cloud with their URLs.
struct Catalog: Sendable {
    private struct Service: Sendable {
        let id: String
        let type: String
        let name: String
        let url: String
        /// The interfaces with the ids of their endpoints.
        let endpoints: [(interface: String, id: String)]
    }

    private let services: [Service]

    /// The placeholder for the project in a URL.
    private static let placeholder = "PROJECT"

    private static let offered: [(type: String, name: String, url: String)] = [
        ("volumev3", "cinderv3", Host.volume.text + "/v3"),
        ("block-storage", "cinder", Host.volume.text + "/v3"),
        ("identity", "keystone", Host.identity.text + "/v3"),
        ("image", "glance", Host.image.text),
        ("compute", "nova", Host.compute.text + "/v2.1"),
        ("placement", "placement", Host.placement.text),
        ("network", "neutron", Host.network.text),
        ("key-manager", "barbican", Host.keyManager.text),
        ("load-balancer", "octavia", Host.loadBalancer.text),
        ("object-store", "swift", Host.objectStore.text + "/swift/v1/AUTH_" + placeholder),
        ("object-store-s3", "s3", Host.s3.text),
    ]

    init(profile: Profile, random: inout Random) {
        services = Self.offered.filter { !profile.withheldServices.contains($0.type) }
            .map { service in
                let endpoints = ["internal", "admin", "public"].map {
                    (interface: $0, id: random.hexadecimal(32))
                }
                return Service(
                    id: random.hexadecimal(32), type: service.type, name: service.name,
                    url: service.url, endpoints: endpoints)
            }
    }

    /// The catalog in a token for the project.
    func document(for project: String?) -> JSON {
        .array(
            services.filter { project != nil || !$0.url.contains(Self.placeholder) }
                .map { service in
                    let url = service.url.replacing(Self.placeholder, with: project ?? "")
                    let endpoints = service.endpoints.map { endpoint -> JSON in
                        [
                            "id": .string(endpoint.id),
                            "interface": .string(endpoint.interface),
                            "region_id": .string(SimulatedCloud.region),
                            "region": .string(SimulatedCloud.region), "url": .string(url),
                        ]
                    }
                    return [
                        "endpoints": .array(endpoints), "id": .string(service.id),
                        "type": .string(service.type), "name": .string(service.name),
                    ]
                })
    }
}
