// SPDX-License-Identifier: Apache-2.0

/// A rule of a security group, or a default rule of new groups.
///
/// Source: https://docs.openstack.org/api-ref/network/v2/#default-security-group-rules
public struct SecurityGroupRule: Sendable, Codable {
    /// The id from the service.
    public var id: String?
    /// `ingress` or `egress`
    public var direction: String
    /// `IPv4` or `IPv6`
    public var ethertype: String?
    /// The IP protocol; nil for all.
    public var protocolName: String?
    /// Where traffic may come from or go to; nil: anywhere.
    public var remoteIPPrefix: String?
    /// A group's id, or `PARENT` for the group that the rule belongs to.
    public var remoteGroup: String?
    /// Whether it applies to a project's `default` group; nil in a rule of a group.
    public var isForDefaultGroup: Bool?
    /// Whether it applies to all other groups; nil in a rule of a group.
    public var isForOtherGroups: Bool?

    enum CodingKeys: String, CodingKey {
        case id, direction, ethertype
        case protocolName = "protocol"
        case remoteIPPrefix = "remote_ip_prefix"
        case remoteGroup = "remote_group_id"
        case isForDefaultGroup = "used_in_default_sg"
        case isForOtherGroups = "used_in_non_default_sg"
    }
}
