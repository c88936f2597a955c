// SPDX-License-Identifier: Apache-2.0

/// A kind of resource of the Network service.
enum NetworkKind: String, Sendable, CaseIterable {
    case network, subnet, router, port
    case securityGroup = "security_group"
    case securityGroupRule = "security_group_rule"

    init?(path: String) {
        guard let kind = Self.allCases.first(where: { $0.path == path }) else { return nil }
        self = kind
    }

    /// The collection in a document.
    var plural: String { rawValue + "s" }
    /// The collection in a URL.
    var path: String { plural.replacing("_", with: "-") }

    func notFound(_ id: String) -> Answer {
        switch self {
        case .network: .network(404, "NetworkNotFound", "Network \(id) could not be found.")
        case .subnet: .network(404, "SubnetNotFound", "Subnet \(id) could not be found.")
        case .router: .network(404, "RouterNotFound", "Router \(id) could not be found")
        case .port: .network(404, "PortNotFound", "Port \(id) could not be found.")
        case .securityGroup:
            .network(404, "SecurityGroupNotFound", "Security group \(id) does not exist")
        case .securityGroupRule:
            .network(404, "SecurityGroupRuleNotFound", "Security group rule \(id) does not exist")
        }
    }

    /// The default attributes of a new one; other attributes are refused.
    var defaults: [String: JSON] {
        switch self {
        case .network:
            [
                "admin_state_up": true, "mtu": 1442, "shared": false, "router:external": false,
                "availability_zone_hints": [], "availability_zones": ["nova"],
                "ipv4_address_scope": nil, "ipv6_address_scope": nil,
                "port_security_enabled": true, "qos_policy_id": nil, "l2_adjacency": true,
            ]
        case .subnet:
            [
                "network_id": nil, "cidr": nil, "ip_version": nil, "gateway_ip": nil,
                "enable_dhcp": true, "dns_nameservers": [], "host_routes": [],
                "allocation_pools": [], "ipv6_address_mode": nil, "ipv6_ra_mode": nil,
                "subnetpool_id": nil, "service_types": [], "dns_publish_fixed_ip": false,
            ]
        case .router:
            [
                "admin_state_up": true, "external_gateway_info": nil, "routes": [],
                "availability_zone_hints": [], "availability_zones": ["nova"],
                "flavor_id": nil, "enable_ndp_proxy": nil,
            ]
        case .port:
            [
                "network_id": nil, "admin_state_up": true, "mac_address": nil, "fixed_ips": nil,
                "device_id": "", "device_owner": "", "security_groups": nil,
                "allowed_address_pairs": [], "extra_dhcp_opts": [],
                "port_security_enabled": true, "binding:vnic_type": "normal",
                "qos_policy_id": nil, "qos_network_policy_id": nil, "ip_allocation": "immediate",
                "propagate_uplink_status": nil,
            ]
        case .securityGroup: ["stateful": true, "shared": false]
        case .securityGroupRule:
            [
                "security_group_id": nil, "direction": nil, "ethertype": "IPv4", "protocol": nil,
                "port_range_min": nil, "port_range_max": nil, "remote_ip_prefix": nil,
                "remote_group_id": nil, "remote_address_group_id": nil,
                "normalized_cidr": nil, "belongs_to_default_sg": false,
            ]
        }
    }

    var required: [String] {
        switch self {
        case .network, .router: []
        case .subnet: ["network_id", "ip_version"]
        case .port: ["network_id"]
        case .securityGroup: []
        case .securityGroupRule: ["direction", "security_group_id"]
        }
    }

    /// Whether it has a status.
    var hasStatus: Bool { [.network, .router, .port].contains(self) }

    /// The limit for a project.
    var limit: Int64 {
        switch self {
        case .network, .subnet, .securityGroupRule: 100
        case .router, .securityGroup: 10
        case .port: 500
        }
    }
}

extension Answer {
    /// A refusal in Neutron's words.
    static func network(_ status: Int, _ type: String, _ message: String) -> Answer {
        .json(
            status,
            [
                "NeutronError": [
                    "type": .string(type), "message": .string(message), "detail": "",
                ]
            ])
    }

    static func invalid(_ message: String) -> Answer {
        .network(400, "HTTPBadRequest", message)
    }
}
