// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension World {
    static let interfaceOwner = "network:router_interface"
    static let gatewayOwner = "network:router_gateway"

    /// Checks a new router's gateway, and creates its port.
    mutating func connect(_ router: inout NetworkObject, _ request: NetworkCall) throws(Answer) {
        guard let asked = router.body["external_gateway_info"], !asked.isNull else { return }
        let id = asked["network_id"]?.string ?? ""
        let outside = try find(.network, id, request)
        guard outside.body["router:external"] == true else {
            throw .network(
                400, "BadRequest",
                "Bad router request: Network \(id) is not an external network.")
        }
        // Without a project, so that members do not see it.
        let port = try addPort(
            on: id, for: "", device: router.id, owner: Self.gatewayOwner, groups: [], request)
        router.body["external_gateway_info"] = [
            "network_id": .string(id), "enable_snat": true,
            "external_fixed_ips": port.body["fixed_ips"] ?? [],
        ]
    }

    mutating func changeInterfaces(_ request: NetworkCall) throws(Answer) -> Answer {
        let router = try find(.router, request.path[1], request)
        guard let body = JSON(parsing: request.call.body) else {
            throw .invalid("Invalid JSON body.")
        }
        guard body["subnet_id"] != nil || body["port_id"] != nil else {
            throw .network(
                400, "BadRequest",
                "Bad router request: Either subnet_id or port_id must be specified.")
        }
        switch request.path[2] {
        case "add_router_interface": return try addInterface(router, body, request)
        case "remove_router_interface": return try removeInterface(router, body, request)
        default: throw Self.unknownNetworkPath
        }
    }

    private mutating func addInterface(
        _ router: NetworkObject, _ body: JSON, _ request: NetworkCall
    ) throws(Answer) -> Answer {
        if let id = body["port_id"]?.string {
            var port = try find(.port, id, request)
            if let user = port.text("device_id"), !user.isEmpty {
                throw .network(
                    409, "PortInUse",
                    "Unable to complete operation on port \(id) for network "
                        + "\(port.text("network_id") ?? ""). Port already has an attached device "
                        + "\(user).")
            }
            port.body["device_id"] = .string(router.id)
            port.body["device_owner"] = .string(Self.interfaceOwner)
            port.status = "ACTIVE"
            network[.port][id] = port
            return interface(router, port)
        }
        let subnet = try find(.subnet, body["subnet_id"]?.string ?? "", request)
        guard let gateway = subnet.text("gateway_ip") else {
            throw .network(
                400, "BadRequest",
                "Bad router request: Subnet for router interface must have a gateway IP.")
        }
        if interfaces(of: router.id).contains(where: { port in
            port.addresses.contains { $0.subnet == subnet.id }
        }) {
            throw .network(
                400, "BadRequest",
                "Bad router request: Router already has a port on subnet \(subnet.id).")
        }
        let fixed: JSON = [["subnet_id": .string(subnet.id), "ip_address": .string(gateway)]]
        let port = try addPort(
            on: subnet.text("network_id") ?? "", for: request.project, device: router.id,
            owner: Self.interfaceOwner, fixed: fixed, groups: [], request)
        after(.milliseconds(600)) { $0.network[.port][port.id]?.status = "ACTIVE" }
        return interface(router, port)
    }

    private mutating func removeInterface(
        _ router: NetworkObject, _ body: JSON, _ request: NetworkCall
    ) throws(Answer) -> Answer {
        let portID = body["port_id"]?.string
        let subnetID = body["subnet_id"]?.string
        let found = interfaces(of: router.id).first { port in
            portID.map { $0 == port.id } ?? true
                && subnetID.map { id in port.addresses.contains { $0.subnet == id } } ?? true
        }
        guard let found else {
            if let portID {
                throw .network(
                    404, "RouterInterfaceNotFound",
                    "Router \(router.id) does not have an interface with id \(portID)")
            }
            let id = try find(.subnet, subnetID ?? "", request).id
            throw .network(
                404, "RouterInterfaceNotFoundForSubnet",
                "Router \(router.id) has no interface on subnet \(id)")
        }
        network[.port][found.id] = nil
        return interface(router, found)
    }

    func interfaces(of router: String) -> [NetworkObject] {
        network[.port].rows.filter {
            $0.text("device_id") == router && $0.text("device_owner") == Self.interfaceOwner
        }
    }

    private func interface(_ router: NetworkObject, _ port: NetworkObject) -> Answer {
        let subnets = port.addresses.map { JSON.string($0.subnet) }
        return .json(
            200,
            [
                "id": .string(router.id), "tenant_id": .string(router.project),
                "project_id": .string(router.project), "port_id": .string(port.id),
                "network_id": .text(port.text("network_id")),
                "subnet_id": subnets.first ?? .null, "subnet_ids": .array(subnets), "tags": [],
            ])
    }
}
