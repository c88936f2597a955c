// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP
public import SCSSupport

/// An image; `size` in bytes.
public struct Image: StatefulResource, Decodable {
    /// The id that the service gave.
    public var id: ResourceID
    /// The name of the resource.
    public var name: String?
    /// The status, as the service reports it.
    public var status: String
    /// Nil until it is known, which it is of an active one.
    public var size: Quantity?
    /// The algorithm of the digest, if the service computed one.
    public var hashAlgorithm: String?
    /// The digest in hexadecimal, if the service computed one.
    public var hashValue: String?

    enum CodingKeys: String, CodingKey {
        case id, name, status, size
        case hashAlgorithm = "os_hash_algo"
        case hashValue = "os_hash_value"
    }
}
