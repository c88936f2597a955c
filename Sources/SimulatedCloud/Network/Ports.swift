// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension World {
    /// Checks a new port and assigns addresses, a MAC address and a group.
    mutating func place(_ port: inout NetworkObject, _ request: NetworkCall) throws(Answer) {
        let home = try find(.network, port.text("network_id") ?? "", request)
        port.status = "DOWN"
        port.body["fixed_ips"] = .array(
            try allocate(port.body["fixed_ips"], on: home.id))
        if port.body["mac_address"]?.string == nil {
            let digits = Array(network.random.hexadecimal(6))
            let tail = stride(from: 0, to: 6, by: 2).map { String(digits[$0...($0 + 1)]) }
            port.body["mac_address"] = .string("fa:16:3e:" + tail.joined(separator: ":"))
        }
        if case .array(let groups)? = port.body["security_groups"] {
            for group in groups {
                _ = try find(.securityGroup, group.string ?? "", request)
            }
        } else {
            let group = network.defaultGroup(of: port.project)
            port.body["security_groups"] = .array(group.map { [.string($0)] } ?? [])
        }
    }

    /// Assigns the requested addresses, or one of each IP version.
    private func allocate(_ asked: JSON?, on home: String) throws(Answer) -> [JSON] {
        let subnets = network.subnets(of: home)
        guard case .array(let wishes)? = asked else {
            var given: [JSON] = []
            for version in [Int64(4), 6] {
                let candidates = subnets.filter { $0.body["ip_version"]?.int == version }
                guard let subnet = candidates.first else { continue }
                given.append(try address(in: subnet, home))
            }
            return given
        }
        var given: [JSON] = []
        for wish in wishes {
            let id = wish["subnet_id"]?.string ?? subnets.first?.id ?? ""
            guard let subnet = subnets.first(where: { $0.id == id }) else {
                throw .network(
                    400, "InvalidInput",
                    "Invalid input for operation: Failed to create port on network \(home), "
                        + "because fixed_ips included invalid subnet \(id).")
            }
            given.append(try address(in: subnet, home, wish["ip_address"]?.string))
        }
        return given
    }

    private func address(
        in subnet: NetworkObject, _ home: String, _ wish: String? = nil
    ) throws(Answer) -> JSON {
        let taken = Set(
            network.ports(on: home).flatMap { $0.addresses.map(\.address) }
                + [subnet.text("gateway_ip") ?? ""])
        if let wish {
            if taken.contains(wish), wish != subnet.text("gateway_ip") {
                throw .network(
                    409, "IpAddressAlreadyAllocated",
                    "IP address \(wish) already allocated in subnet \(subnet.id)")
            }
            return ["subnet_id": .string(subnet.id), "ip_address": .string(wish)]
        }
        guard let range = subnet.text("cidr").flatMap(AddressRange.init) else {
            throw NetworkKind.subnet.notFound(subnet.id)
        }
        var number: UInt32 = 2
        if case .array(let pools)? = subnet.body["allocation_pools"],
            let start = pools.first?["start"]?.string
        {
            while number < range.last, range.address(number) != start { number += 1 }
        }
        while number <= range.last {
            let candidate = range.address(number)
            if !taken.contains(candidate) {
                return ["subnet_id": .string(subnet.id), "ip_address": .string(candidate)]
            }
            number += 1
        }
        throw .network(
            409, "IpAddressGenerationFailure",
            "No more IP addresses available on network \(home).")
    }

    /// A port that a service of the cloud creates for itself.
    mutating func addPort(
        on home: String, for project: String, device: String, owner: String,
        fixed: JSON? = nil, groups: JSON? = nil, _ request: NetworkCall
    ) throws(Answer) -> NetworkObject {
        var body = NetworkKind.port.defaults
        body["network_id"] = .string(home)
        body["device_id"] = .string(device)
        body["device_owner"] = .string(owner)
        if let fixed { body["fixed_ips"] = fixed }
        if let groups { body["security_groups"] = groups }
        var port = NetworkObject(
            id: random.uuid(), project: project, name: "", created: now, updated: now, body: body)
        try place(&port, request)
        network[.port].add(port)
        return port
    }
}
