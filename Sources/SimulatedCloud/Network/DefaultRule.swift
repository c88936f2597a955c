// SPDX-License-Identifier: Apache-2.0

/// A rule that Neutron adds to every new security group.
struct DefaultRule: Sendable {
    let id: String
    let direction: String
    let etherType: String
    var remoteGroup: String?
    var protocolName: String?
    var port: Int64?
    var isForDefault = true
    var isForOthers = true

    /// Neutron's default rules, and those that the profile adds.
    static func all(profile: Profile, random: inout Random) -> [DefaultRule] {
        var rules: [DefaultRule] = []
        for etherType in ["IPv4", "IPv6"] {
            rules.append(
                DefaultRule(id: random.uuid(), direction: "egress", etherType: etherType))
            rules.append(
                DefaultRule(
                    id: random.uuid(), direction: "ingress", etherType: etherType,
                    remoteGroup: "PARENT", isForOthers: false))
        }
        if profile.has(defect: "scs-0115-default-rules") {
            rules.append(
                DefaultRule(
                    id: random.uuid(), direction: "ingress", etherType: "IPv4",
                    protocolName: "tcp", port: 22))
        }
        return rules
    }

    /// The rule as part of a security group.
    func body(inGroup group: String, isDefault: Bool) -> [String: JSON] {
        var body = NetworkKind.securityGroupRule.defaults
        body.merge(common) { _, mine in mine }
        body["security_group_id"] = .string(group)
        body["remote_group_id"] = remoteGroup == nil ? .null : .string(group)
        body["belongs_to_default_sg"] = .bool(isDefault)
        return body
    }

    var document: JSON {
        var view = common
        view["id"] = .string(id)
        view["remote_group_id"] = .text(remoteGroup)
        view["description"] = ""
        view["used_in_default_sg"] = .bool(isForDefault)
        view["used_in_non_default_sg"] = .bool(isForOthers)
        return .object(view)
    }

    private var common: [String: JSON] {
        [
            "direction": .string(direction), "ethertype": .string(etherType),
            "protocol": .text(protocolName), "port_range_min": port.map(JSON.int) ?? .null,
            "port_range_max": port.map(JSON.int) ?? .null, "remote_ip_prefix": nil,
            "remote_address_group_id": nil,
        ]
    }
}
