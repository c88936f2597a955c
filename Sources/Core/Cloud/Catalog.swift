// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// The service catalogue of a token: which services the cloud offers, and where.
public struct Catalog: Sendable, Codable {
    public struct Endpoint: Sendable, Codable {
        public var interface: String
        public var region: String?
        public var url: String

        enum CodingKeys: String, CodingKey {
            case interface, url
            case region = "region_id"
        }
    }

    public struct Service: Sendable, Codable {
        public var type: String
        public var name: String?
        public var endpoints: [Endpoint]

        enum CodingKeys: String, CodingKey { case type, name, endpoints }

        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            type = try fields.decode(String.self, forKey: .type)
            name = try fields.decodeIfPresent(String.self, forKey: .name)
            endpoints = try fields.decodeIfPresent([Endpoint].self, forKey: .endpoints) ?? []
        }

        public init(type: String, name: String?, endpoints: [Endpoint]) {
            self.type = type
            self.name = name
            self.endpoints = endpoints
        }
    }

    public var services: [Service]

    public init(services: [Service]) {
        self.services = services
    }

    public init(from decoder: any Decoder) throws {
        services = try decoder.singleValueContainer().decode([Service].self)
    }

    public func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        try single.encode(services)
    }

    /// Whether a service of one of these types is listed, wherever its endpoints are.
    public func lists(_ types: String...) -> Bool {
        services.contains { types.contains($0.type) }
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
    public static let compute = ServiceType(name: "compute", aliases: [], majorVersion: "v2.1")
    public static let network = ServiceType(name: "network", aliases: [], majorVersion: "v2.0")
    public static let keyManager = ServiceType(
        name: "key-manager", aliases: [], majorVersion: "v1")
    public static let identity = ServiceType(name: "identity", aliases: [], majorVersion: "v3")
    static let all = [blockStorage, image, compute, network, keyManager, identity]

    var types: [String] { [name] + aliases }

    /// How the header that asks for a microversion names the service.
    var microversionName: String { self == .blockStorage ? "volume" : name }
}
