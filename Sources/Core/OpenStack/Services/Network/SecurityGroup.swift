// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP

/// A security group with its rules.
public struct SecurityGroup: StatefulResource, Decodable {
    /// The id that the service gave.
    public var id: ResourceID
    /// The name of the resource.
    public var name: String?
    /// The rules of the group.
    public var rules: [SecurityGroupRule]
    /// It has none: it is there or not.
    public var status: String { "active" }

    enum CodingKeys: String, CodingKey {
        case id, name
        case rules = "security_group_rules"
    }
}
