// SPDX-License-Identifier: Apache-2.0

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
