// SPDX-License-Identifier: Apache-2.0

extension World {
    mutating func deleteNetworkObject(
        _ kind: NetworkKind, _ request: NetworkCall
    ) throws(Answer) -> Answer {
        let object = try find(kind, request.path[1], request)
        guard object.project == request.project || request.isAdmin, request.mayWrite else {
            throw .network(
                403, "PolicyNotAuthorized",
                "rule:delete_\(kind.rawValue) is disallowed by policy")
        }
        try requireUnused(object, kind)
        switch kind {
        case .network:
            for subnet in network.subnets(of: object.id) { network[.subnet][subnet.id] = nil }
        case .router:
            let gateways = network[.port].rows.filter {
                $0.text("device_id") == object.id && $0.text("device_owner") == Self.gatewayOwner
            }
            for port in gateways { network[.port][port.id] = nil }
        case .securityGroup:
            for rule in rules(of: object.id) { network[.securityGroupRule][rule.id] = nil }
        case .subnet, .port, .securityGroupRule: break
        }
        network[kind][object.id] = nil
        return Answer(status: 204)
    }

    /// Throws while something else depends on it.
    private func requireUnused(_ object: NetworkObject, _ kind: NetworkKind) throws(Answer) {
        let id = object.id
        switch kind {
        case .network:
            let ports = network.ports(on: id)
            guard ports.isEmpty else {
                let ids = ports.map(\.id).joined(separator: ",")
                throw .network(
                    409, "NetworkInUse",
                    "Unable to complete operation on network \(id). There are one or more ports "
                        + "still in use on the network, id for these ports is: \(ids).")
            }
        case .subnet:
            let isInUse = network[.port].rows.contains { port in
                port.addresses.contains { $0.subnet == id }
            }
            guard !isInUse else {
                throw .network(
                    409, "SubnetInUse",
                    "Unable to complete operation on subnet \(id): One or more ports have an IP "
                        + "allocation from this subnet.")
            }
        case .router:
            guard interfaces(of: id).isEmpty else {
                throw .network(409, "RouterInUse", "Router \(id) still has ports")
            }
        case .port:
            let owner = object.text("device_owner") ?? ""
            guard !owner.hasPrefix("network:router") else {
                throw .network(
                    409, "ServicePortInUse",
                    "Port \(id) cannot be deleted directly via the port API: has device owner "
                        + "\(owner).")
            }
        case .securityGroup:
            guard object.name != "default" else {
                throw .network(
                    409, "SecurityGroupCannotRemoveDefault",
                    "Insufficient rights for removing default security group.")
            }
            let isInUse = network[.port].rows.contains {
                if case .array(let groups)? = $0.body["security_groups"] {
                    return groups.contains(.string(id))
                }
                return false
            }
            guard !isInUse else {
                throw .network(
                    409, "SecurityGroupInUse", "Security Group \(id) in use.")
            }
        case .securityGroupRule: break
        }
    }
}
