// SPDX-License-Identifier: Apache-2.0

/// A secret in the key manager (Barbican), without its payload.
///
/// Source: https://docs.openstack.org/api-ref/key-manager/v1/
public struct BarbicanSecret: StatefulResource, Decodable {
    /// The id from the service.
    public let id: ResourceID
    /// The name of the resource.
    public let name: String?
    /// The status, as the service reports it.
    public let status: String

    enum CodingKeys: String, CodingKey {
        case name, status
        case reference = "secret_ref"
    }

    /// Decodes a secret.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        guard let id = try fields.decode(String.self, forKey: .reference).lastPathSegment else {
            throw DecodingError.dataCorruptedError(
                forKey: .reference, in: fields, debugDescription: "It ends in no id.")
        }
        self.id = id
        name = try fields.decodeIfPresent(String.self, forKey: .name)
        status = try fields.decode(String.self, forKey: .status)
    }
}
