// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension World {
    func view(_ server: Server, _ request: ComputeCall) -> JSON {
        let isActive = server.status == "ACTIVE"
        var view: [String: JSON] = [
            "id": .string(server.id), "name": .text(server.name),
            "status": .string(server.status), "tenant_id": .string(server.project),
            "user_id": .string(server.user), "metadata": .object(server.metadata),
            "hostId": .string(isActive ? Self.hostID : ""),
            "image": server.image.map(imageReference) ?? "",
            "flavor": flavorDocument(server.flavor, request),
            "created": .string(dateText(server.created) + "Z"),
            "updated": .string(dateText(server.updated ?? server.created) + "Z"),
            "addresses": addresses(of: server), "accessIPv4": "", "accessIPv6": "",
            "links": Self.computeLinks("servers", server.id), "OS-DCF:diskConfig": "MANUAL",
            "OS-EXT-AZ:availability_zone": isActive ? "nova" : "", "config_drive": "",
            "key_name": nil, "OS-SRV-USG:terminated_at": nil,
            "OS-SRV-USG:launched_at": stamp(server.launched),
            "OS-EXT-STS:task_state": .text(server.task),
            "OS-EXT-STS:vm_state": .string(
                server.status == "BUILD" ? "building" : server.status.lowercased()),
            "OS-EXT-STS:power_state": isActive ? 1 : 0,
            "os-extended-volumes:volumes_attached": .array(
                server.disks.map { disk in
                    request.isAtLeast(3)
                        ? [
                            "id": .string(disk.volume),
                            "delete_on_termination": .bool(disk.isDeletedToo),
                        ] : ["id": .string(disk.volume)]
                }),
        ]
        if isActive {
            view["progress"] = 0
            view["security_groups"] = .array(server.groups.map { ["name": .string($0)] })
        } else if server.status == "BUILD" {
            view["progress"] = 0
        }
        if let fault = server.fault {
            view["fault"] = [
                "code": 500, "created": .string(dateText(server.updated ?? server.created) + "Z"),
                "message": .string(fault),
            ]
        }
        if request.isAtLeast(9) { view["locked"] = false }
        if request.isAtLeast(19) { view["description"] = .text(server.description) }
        if request.isAtLeast(26) { view["tags"] = [] }
        if request.isAtLeast(63) { view["trusted_image_certificates"] = .null }
        if request.isAtLeast(71) { view["server_groups"] = [] }
        if request.isAtLeast(73) { view["locked_reason"] = .null }
        if request.isAtLeast(90) { view["OS-EXT-SRV-ATTR:hostname"] = .text(server.name) }
        if request.isAtLeast(96) { view["pinned_availability_zone"] = .null }
        if request.isAtLeast(100) { view["scheduler_hints"] = [:] }
        return .object(view)
    }

    private static let hostID = "7c5a2f3be4d01698ab0c2d1e5f60718293a4b5c6d7e8f90112233445"

    private func imageReference(_ id: String) -> JSON {
        [
            "id": .string(id),
            "links": [
                ["rel": "bookmark", "href": .string("\(Host.compute.text)/images/\(id)")]
            ],
        ]
    }

    private func flavorDocument(_ flavor: Flavor, _ request: ComputeCall) -> JSON {
        guard request.isAtLeast(47) else {
            let href = "\(Host.compute.text)/flavors/\(flavor.id)"
            return [
                "id": .string(flavor.id),
                "links": [["rel": "bookmark", "href": .string(href)]],
            ]
        }
        return [
            "vcpus": .int(flavor.cpus), "ram": .int(flavor.memory), "disk": .int(flavor.disk),
            "ephemeral": 0, "swap": 0, "original_name": .string(flavor.name),
            "extra_specs": .object(flavor.extraSpecs.mapValues(JSON.string)),
        ]
    }

    private func addresses(of server: Server) -> JSON {
        var byNetwork: [String: [JSON]] = [:]
        for port in server.ports.compactMap({ network[.port][$0] }) {
            let home = network[.network][port.text("network_id") ?? ""]?.name ?? ""
            for (_, address) in port.addresses {
                byNetwork[home, default: []].append([
                    "version": address.contains(":") ? 6 : 4, "addr": .string(address),
                    "OS-EXT-IPS:type": "fixed",
                    "OS-EXT-IPS-MAC:mac_addr": .text(port.text("mac_address")),
                ])
            }
        }
        return .object(byNetwork.mapValues(JSON.array))
    }

    func interfaces(of server: Server) -> JSON {
        .array(
            server.ports.compactMap { network[.port][$0] }.map { port in
                [
                    "port_id": .string(port.id), "port_state": .string(port.status),
                    "net_id": .text(port.text("network_id")),
                    "mac_addr": .text(port.text("mac_address")),
                    "fixed_ips": port.body["fixed_ips"] ?? [],
                ]
            })
    }

    func attachments(of server: Server) -> JSON {
        .array(
            server.disks.map { disk in
                [
                    "id": .string(disk.volume), "volumeId": .string(disk.volume),
                    "serverId": .string(server.id),
                    "device": disk.isBootDisk ? "/dev/vda" : "/dev/vdb",
                ]
            })
    }

    /// Block Storage's description of the server that uses a volume.
    func attachments(of volume: Volume) -> JSON {
        guard let server = volume.server else { return [] }
        let disks = servers[server]?.disks ?? []
        let isBootDisk = disks.first { $0.volume == volume.id }?.isBootDisk ?? true
        return [
            [
                "id": .string(volume.id), "attachment_id": .string(volume.id),
                "volume_id": .string(volume.id), "server_id": .string(server),
                "host_name": nil, "device": isBootDisk ? "/dev/vda" : "/dev/vdb",
                "attached_at": stamp(volume.updated),
            ]
        ]
    }
}
