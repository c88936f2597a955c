// SPDX-License-Identifier: Apache-2.0

/// A volume type as a customer sees it.
///
/// Source: https://docs.openstack.org/api-ref/block-storage/v3/#list-all-volume-types
public struct VolumeType: Sendable, Decodable {
    /// The id from the service.
    public var id: String
    /// The name of the resource.
    public var name: String
    /// The description, if there is one.
    public var description: String?

    enum CodingKeys: String, CodingKey { case id, name, description }

    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.decodeIfPresent(String.self, forKey: .name) ?? ""
        id = try fields.decodeIfPresent(String.self, forKey: .id) ?? name
        description = try fields.decodeIfPresent(String.self, forKey: .description)
    }
}
