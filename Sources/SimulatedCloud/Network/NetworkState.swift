// SPDX-License-Identifier: Apache-2.0

/// A resource of the Network service, of any kind.
struct NetworkObject: Record {
    let id: String
    let project: String
    var name: String?
    var status = "ACTIVE"
    let created: Duration
    var updated: Duration?
    var revision: Int64 = 0
    /// All attributes specific to this kind.
    var body: [String: JSON]

    func text(_ key: String) -> String? { body[key]?.string }

    /// The subnets and addresses of a port.
    var addresses: [(subnet: String, address: String)] {
        guard case .array(let items)? = body["fixed_ips"] else { return [] }
        return items.map { ($0["subnet_id"]?.string ?? "", $0["ip_address"]?.string ?? "") }
    }
}

/// The state of the Network service.
struct NetworkState: Sendable {
    var tables: [NetworkKind: Table<NetworkObject>] = [:]
    /// The rules of every new security group.
    let defaultRules: [DefaultRule]
    /// Its own random numbers, for addresses.
    var random: Random

    subscript(kind: NetworkKind) -> Table<NetworkObject> {
        get { tables[kind] ?? Table() }
        set { tables[kind] = newValue }
    }

    /// An external network, and a default security group for each project.
    init(profile: Profile, directory: Directory, random: inout Random) {
        defaultRules = DefaultRule.all(profile: profile, random: &random)
        self.random = Random(seed: random.next())
        if !profile.has(.noExternalNetwork) {
            addOutside(owner: directory.project(of: .admin), random: &random)
        }
        for project in directory.projects {
            addGroup(
                id: random.uuid(), name: "default", project: project.id, isDefault: true,
                now: .zero, random: &random)
        }
    }

    /// Adds the external network, which all projects see.
    private mutating func addOutside(owner: String, random: inout Random) {
        var body = NetworkKind.network.defaults
        body["router:external"] = true
        body["mtu"] = 1500
        let outside = NetworkObject(
            id: random.uuid(), project: owner, name: "public", created: .zero, updated: .zero,
            body: body)
        self[.network].add(outside)
        var subnet = NetworkKind.subnet.defaults
        subnet["network_id"] = .string(outside.id)
        subnet["cidr"] = "203.0.113.0/24"
        subnet["ip_version"] = 4
        subnet["gateway_ip"] = "203.0.113.1"
        subnet["allocation_pools"] = [["start": "203.0.113.2", "end": "203.0.113.254"]]
        self[.subnet].add(
            NetworkObject(
                id: random.uuid(), project: owner, name: "public-subnet", created: .zero,
                updated: .zero, body: subnet))
    }

    /// Adds a security group with the default rules.
    mutating func addGroup(
        id: String, name: String?, project: String, isDefault: Bool, now: Duration,
        body: [String: JSON] = NetworkKind.securityGroup.defaults, random: inout Random
    ) {
        self[.securityGroup].add(
            NetworkObject(
                id: id, project: project, name: name, created: now, updated: now, revision: 1,
                body: body))
        for rule in defaultRules where isDefault ? rule.isForDefault : rule.isForOthers {
            self[.securityGroupRule].add(
                NetworkObject(
                    id: random.uuid(), project: project, created: now, updated: now,
                    body: rule.body(inGroup: id, isDefault: isDefault)))
        }
    }

    func defaultGroup(of project: String) -> String? {
        self[.securityGroup].rows.first { $0.project == project && $0.name == "default" }?.id
    }

    func ports(on network: String) -> [NetworkObject] {
        self[.port].rows.filter { $0.text("network_id") == network }
    }

    func subnets(of network: String) -> [NetworkObject] {
        self[.subnet].rows.filter { $0.text("network_id") == network }
    }
}
