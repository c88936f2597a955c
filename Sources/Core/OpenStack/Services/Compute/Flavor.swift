// SPDX-License-Identifier: Apache-2.0
public import SCSSupport

/// A flavor; RAM in MiB, disk in GiB.
///
/// Source: https://docs.openstack.org/api-ref/compute/#list-flavors-with-details
public struct Flavor: Sendable, Codable {
    /// The id from the service.
    public var id: String
    /// The name of the resource.
    public var name: String
    /// The number of vCPUs.
    public var vcpus: Quantity
    /// The memory in MiB.
    public var ram: Quantity
    /// The size of the root disk in GiB.
    public var disk: Quantity
    /// Nil if the cloud did not list them.
    public var extraSpecs: [String: String]?

    enum CodingKeys: String, CodingKey {
        case id, name, vcpus, ram, disk
        case extraSpecs = "extra_specs"
    }

    /// Decodes a flavor.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.decodeIfPresent(String.self, forKey: .name) ?? ""
        id = try fields.decodeIfPresent(String.self, forKey: .id) ?? name
        vcpus = try fields.decode(Quantity.self, forKey: .vcpus)
        ram = try fields.decode(Quantity.self, forKey: .ram)
        disk = try fields.decode(Quantity.self, forKey: .disk)
        extraSpecs = try fields.decodeIfPresent([String: String].self, forKey: .extraSpecs)
    }
}
