// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// The service catalogue of a token: which services the cloud offers, and where.
public struct Catalog: Sendable, Decodable {
    public struct Endpoint: Sendable, Decodable {
        public var interface: String
        public var region: String?
        public var url: String

        enum CodingKeys: String, CodingKey {
            case interface, url
            case region = "region_id"
        }
    }

    public struct Service: Sendable, Decodable {
        public var type: String
        public var name: String?
        public var endpoints: [Endpoint]
    }

    public var services: [Service]

    public init(services: [Service]) {
        self.services = services
    }

    public init(from decoder: any Decoder) throws {
        services = try decoder.singleValueContainer().decode([Service].self)
    }

    /// The endpoint of the first of `types` that is offered; throws `ServiceMissing`.
    func endpoint(types: [String], interface: String, region: String?) throws -> URL {
        for type in types {
            for service in services where service.type == type {
                for endpoint in service.endpoints
                where endpoint.interface == interface
                    && (region == nil || endpoint.region == region)
                {
                    if let url = URL(string: endpoint.url), url.host() != nil,
                        url.scheme == "https" || url.scheme == "http"
                    {
                        return url
                    }
                    throw UnreadableAnswer(
                        call: "The service catalogue",
                        detail: "the endpoint of \(type) is no http or https URL")
                }
            }
        }
        throw ServiceMissing(
            types: types, interface: interface, region: region,
            offered: Set(services.map(\.type)).sorted())
    }
}

/// A service as scs-check speaks to it: its catalogue types, the first one preferred.
public struct ServiceType: Sendable, Hashable, Codable {
    public let name: String
    public let aliases: [String]
    /// The major version whose API is spoken: `v3`.
    let majorVersion: String

    public static let blockStorage = ServiceType(
        name: "block-storage", aliases: ["volumev3", "volume"], majorVersion: "v3")
    public static let image = ServiceType(name: "image", aliases: [], majorVersion: "v2")
    static let all = [blockStorage, image]

    var types: [String] { [name] + aliases }
}
