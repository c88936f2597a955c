// SPDX-License-Identifier: Apache-2.0

/// A secret that the key manager (Barbican) keeps: what it is, not what is in it.
///
/// Source: https://docs.openstack.org/api-ref/key-manager/v1/
public struct KeptSecret: StatefulResource, Decodable {
    public var reference: String
    public var status: String
    public var id: String { reference.lastPathSegment }
    public var failReason: String? { nil }

    enum CodingKeys: String, CodingKey {
        case status
        case reference = "secret_ref"
    }
}
