// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// The service catalog of a token: which services the cloud offers, and where.
public struct Catalog: Sendable, Codable {
    /// An endpoint of a service.
    public struct Endpoint: Sendable, Codable {
        /// `public`, `internal` or `admin`.
        public var interface: String
        /// The region, if there is one.
        public var region: String?
        /// The URL, as the catalog gives it.
        public var url: String

        enum CodingKeys: String, CodingKey {
            case interface, url
            case region = "region_id"
        }

        /// What older catalogs call the region.
        private enum OldKeys: String, CodingKey { case region }

        /// Decodes the value.
        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            interface = try fields.decode(String.self, forKey: .interface)
            url = try fields.decode(String.self, forKey: .url)
            region =
                try fields.decodeIfPresent(String.self, forKey: .region)
                ?? decoder.container(keyedBy: OldKeys.self)
                .decodeIfPresent(String.self, forKey: .region)
        }

        /// An endpoint at a URL.
        public init(interface: String, region: String?, url: String) {
            self.interface = interface
            self.region = region
            self.url = url
        }
    }

    /// A service with its endpoints.
    public struct Service: Sendable, Codable {
        /// The service type.
        public var type: String
        /// The name of the service, if it has one.
        public var name: String?
        /// The endpoints of the service.
        public var endpoints: [Endpoint]

        enum CodingKeys: String, CodingKey { case type, name, endpoints }

        /// Decodes the value.
        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            type = try fields.decode(String.self, forKey: .type)
            name = try fields.decodeIfPresent(String.self, forKey: .name)
            endpoints = try fields.decodeIfPresent([Endpoint].self, forKey: .endpoints) ?? []
        }

        /// The endpoints of the service.
        public init(type: String, name: String?, endpoints: [Endpoint]) {
            self.type = type
            self.name = name
            self.endpoints = endpoints
        }
    }

    /// The services, in the catalog's order.
    public var services: [Service]

    /// A catalog of these services.
    public init(services: [Service]) {
        self.services = services
    }

    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        services = try decoder.singleValueContainer().decode([Service].self)
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        try single.encode(services)
    }

    /// Whether a service of one of these types is listed, wherever its endpoints are.
    public func lists(_ types: String...) -> Bool {
        services.contains { types.contains($0.type) }
    }

    /// Which entries are a service's; of several types and interfaces the first ones are preferred.
    struct Selection: Sendable, Equatable {
        var types: [String]
        /// The name of the entry; nil: any. Entries without a name are taken as well.
        var name: String?
        var interfaces: [String]
        /// Nil: any.
        var region: String?
    }

    /// The first endpoint that is offered of what was selected; throws `ServiceMissing`.
    func endpoint(_ selection: Selection) throws -> URL {
        for type in selection.types {
            for interface in selection.interfaces {
                for service in services where service.matches(type, selection.name) {
                    for endpoint in service.endpoints
                    where endpoint.matches(interface, selection.region) {
                        return try endpoint.address(of: type)
                    }
                }
            }
        }
        throw ServiceMissing(
            types: selection.types, interface: selection.interfaces.joined(separator: " or "),
            region: selection.region, offered: Set(services.map(\.type)).sorted())
    }
}

extension Catalog.Service {
    fileprivate func matches(_ type: String, _ name: String?) -> Bool {
        guard self.type == type else { return false }
        guard let name, let own = self.name, !own.isEmpty else { return true }
        return name == own
    }
}

extension Catalog.Endpoint {
    fileprivate func matches(_ interface: String, _ region: String?) -> Bool {
        self.interface == interface && (region == nil || self.region == region) && !url.isEmpty
    }

    fileprivate func address(of type: String) throws -> URL {
        if let url = URL(string: url), url.host() != nil,
            url.scheme == "https" || url.scheme == "http"
        {
            return url
        }
        throw UnreadableAnswer(
            call: "The service catalog",
            detail: "the endpoint of \(type) is not an http or https URL")
    }
}

/// A service as scs-check speaks to it: its catalog types, the first one preferred.
public struct ServiceType: Sendable, Hashable, Codable {
    /// The official service type.
    public let name: String
    /// Other types under which catalogs list it.
    public let aliases: [String]
    /// The major version whose API is spoken: `v3`.
    let majorVersion: String

    /// Block Storage (Cinder).
    public static let blockStorage = ServiceType(
        name: "block-storage", aliases: ["volumev3", "volume"], majorVersion: "v3")
    /// Image (Glance).
    public static let image = ServiceType(name: "image", aliases: [], majorVersion: "v2")
    /// Compute (Nova).
    public static let compute = ServiceType(name: "compute", aliases: [], majorVersion: "v2.1")
    /// Network (Neutron).
    public static let network = ServiceType(name: "network", aliases: [], majorVersion: "v2.0")
    /// Key Manager (Barbican).
    public static let keyManager = ServiceType(
        name: "key-manager", aliases: [], majorVersion: "v1")
    /// Identity (Keystone).
    public static let identity = ServiceType(name: "identity", aliases: [], majorVersion: "v3")
    package static let all = [blockStorage, image, compute, network, keyManager, identity]

    var types: [String] { [name] + aliases }

    /// How the header that asks for a microversion names the service.
    var microversionName: String { self == .blockStorage ? "volume" : name }
}
