// SPDX-License-Identifier: Apache-2.0
public import Support

/// A flavor; RAM in MiB, disk in GiB.
///
/// Source: https://docs.openstack.org/api-ref/compute/#list-flavors-with-details
public struct Flavor: Sendable, Codable {
    public var id: String
    public var name: String
    public var vcpus: Quantity
    public var ram: Quantity
    public var disk: Quantity
    /// Nil where the cloud did not tell them.
    public var extraSpecs: [String: String]?

    enum CodingKeys: String, CodingKey {
        case id, name, vcpus, ram, disk
        case extraSpecs = "extra_specs"
    }

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
