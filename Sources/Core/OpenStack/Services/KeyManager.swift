// SPDX-License-Identifier: Apache-2.0

/// A secret that the key manager (Barbican) keeps: what it is, not what is in it.
///
/// Source: https://docs.openstack.org/api-ref/key-manager/v1/
public struct KeptSecret: StatefulResource, Decodable {
    public let id: ResourceID
    public let name: String?
    public let status: String
    public var failReason: String? { nil }

    enum CodingKeys: String, CodingKey {
        case name, status
        case reference = "secret_ref"
    }

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
