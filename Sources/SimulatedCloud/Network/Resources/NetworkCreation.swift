// SPDX-License-Identifier: Apache-2.0

extension World {
    mutating func createNetworkObject(
        _ kind: NetworkKind, _ request: NetworkCall
    ) throws(Answer) -> Answer {
        var members = try attributes(kind, request)
        for name in kind.required where members[name] == nil {
            throw .invalid("Failed to parse request. Required attribute '\(name)' not specified")
        }
        if kind == .network, members["shared"] == true || members["router:external"] == true,
            !request.isAdmin
        {
            throw .network(
                403, "PolicyNotAuthorized",
                "(rule:create_network and (rule:create_network:shared)) is disallowed by policy")
        }
        try requireRoom(for: kind, in: request.project)
        for name in ["project_id", "tenant_id"] { members[name] = nil }
        let name = members.removeValue(forKey: "name")?.string
        var body = kind.defaults
        body.merge(members) { _, asked in asked }
        var object = NetworkObject(
            id: random.uuid(), project: request.project, name: name, created: now, updated: now,
            revision: kind == .network || kind == .router ? 1 : 0, body: body)
        switch kind {
        case .network: break
        case .subnet: try layOut(&object, request)
        case .router: try connect(&object, request)
        case .port: try place(&object, request)
        case .securityGroup:
            if name == "default" {
                throw .network(
                    409, "SecurityGroupDefaultAlreadyExists",
                    "Default security group already exists.")
            }
            network.addGroup(
                id: object.id, name: name, project: object.project, isDefault: false, now: now,
                body: object.body, random: &random)
            return .json(
                201, .object([kind.rawValue: .object(view(object, kind))]))
        case .securityGroupRule: try complete(&object, request)
        }
        network[kind].add(object)
        return .json(201, .object([kind.rawValue: .object(view(object, kind))]))
    }

    func requireRoom(for kind: NetworkKind, in project: String) throws(Answer) {
        guard network[kind].of(project).count < kind.limit else {
            throw .network(
                409, "OverQuota", "Quota exceeded for resources: ['\(kind.rawValue)'].")
        }
    }

    /// Checks a new subnet and sets its gateway and pool.
    private func layOut(_ subnet: inout NetworkObject, _ request: NetworkCall) throws(Answer) {
        let networkID = subnet.text("network_id") ?? ""
        let home = try find(.network, networkID, request)
        guard home.project == request.project || request.isAdmin else {
            throw NetworkKind.network.notFound(networkID)
        }
        guard let text = subnet.text("cidr") else {
            throw .network(
                400, "BadRequest",
                "Bad subnets request: a subnetpool must be specified in the absence of a cidr.")
        }
        guard let range = AddressRange(text) else {
            throw .invalid(
                "Invalid input for cidr. Reason: '\(text)' is not a valid IP subnet.")
        }
        guard subnet.body["ip_version"]?.int == range.version else {
            throw .network(
                400, "InvalidInput",
                "Invalid input for operation: cidr '\(text)' does not match the ip_version "
                    + "'\(subnet.body["ip_version"]?.int ?? 0)'.")
        }
        let others = network.subnets(of: networkID).compactMap { $0.text("cidr") }
        if others.compactMap({ AddressRange($0) }).contains(where: range.overlaps) {
            throw .network(
                400, "InvalidInput",
                "Invalid input for operation: Requested subnet with cidr: \(text) for network: "
                    + "\(networkID) overlaps with another subnet.")
        }
        let asked = try attributes(.subnet, request)
        if asked["gateway_ip"] == nil { subnet.body["gateway_ip"] = .string(range.address(1)) }
        if asked["allocation_pools"] == nil {
            subnet.body["allocation_pools"] = [
                ["start": .string(range.address(2)), "end": .string(range.address(range.last))]
            ]
        }
    }

    private mutating func complete(
        _ rule: inout NetworkObject, _ request: NetworkCall
    ) throws(Answer) {
        let group = try find(.securityGroup, rule.text("security_group_id") ?? "", request)
        guard ["ingress", "egress"].contains(rule.text("direction")) else {
            throw .invalid(
                "Invalid input for direction. Reason: '\(rule.text("direction") ?? "")' is not "
                    + "in ['ingress', 'egress'].")
        }
        rule.body["belongs_to_default_sg"] = .bool(group.name == "default")
        rule.body["normalized_cidr"] = rule.body["remote_ip_prefix"]
        let same = rules(of: group.id).first { known in
            NetworkKind.securityGroupRule.defaults.keys
                .allSatisfy { known.body[$0] == rule.body[$0] }
        }
        if let same {
            throw .network(
                409, "SecurityGroupRuleExists",
                "Security group rule already exists. Rule id is \(same.id).")
        }
    }
}
