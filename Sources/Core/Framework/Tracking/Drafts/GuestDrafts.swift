// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
public import SCSOpenStack
import SCSSupport

extension Draft where Resource == NetworkResource<NetworkKind> {
    /// A network of the project's own.
    public static func network(_ role: String) -> Draft {
        Draft(role: role, from: []) { name in
            Call(.post, .network, ["networks"], json: ["network": ["name": .string(name)]])
        } claim: {
            $0["network"]?["id"]?.id
        }
    }
}

extension Draft where Resource == NetworkResource<SubnetKind> {
    /// A subnet of one of the run's networks, with DHCP; its gateway has the first address.
    public static func subnet(
        _ role: String, of network: Owned<NetworkResource<NetworkKind>>, range: String,
        nameServers: [String]
    ) -> Draft {
        Draft(role: role, from: [network.n]) { name in
            Call(
                .post, .network, ["subnets"],
                json: [
                    "subnet": [
                        "name": .string(name), "network_id": .id(network.id), "ip_version": 4,
                        "cidr": .string(range), "enable_dhcp": true,
                        "dns_nameservers": .array(nameServers.map(JSON.string)),
                    ]
                ])
        } claim: {
            $0["subnet"]?["id"]?.id
        }
    }
}

extension Draft where Resource == NetworkResource<RouterKind> {
    /// A router to the external network of that id.
    public static func router(_ role: String, to external: ResourceID) -> Draft {
        Draft(role: role, from: []) { name in
            Call(
                .post, .network, ["routers"],
                json: [
                    "router": [
                        "name": .string(name),
                        "external_gateway_info": ["network_id": .id(external)],
                    ]
                ])
        } claim: {
            $0["router"]?["id"]?.id
        }
    }
}

extension Draft where Resource == NetworkResource<PortKind> {
    /// The port for a router's gateway into a subnet; it is deleted before the router.
    public static func gateway(
        _ role: String, of subnet: Owned<NetworkResource<SubnetKind>>, address: String,
        in network: Owned<NetworkResource<NetworkKind>>,
        for router: Owned<NetworkResource<RouterKind>>
    ) -> Draft {
        Draft(role: role, from: [network.n, subnet.n, router.n]) { name in
            Call(
                .post, .network, ["ports"],
                json: [
                    "port": [
                        "name": .string(name), "network_id": .id(network.id),
                        "fixed_ips": [
                            ["subnet_id": .id(subnet.id), "ip_address": .string(address)]
                        ],
                    ]
                ])
        } claim: {
            $0["port"]?["id"]?.id
        }
    }
}

extension Draft where Resource == Server {
    /// A virtual machine that boots from one of the run's volumes, with its user data on a config
    /// drive.
    public static func server(
        _ role: String, flavor: String, volume: Owned<Volume>,
        network: Owned<NetworkResource<NetworkKind>>,
        subnet: Owned<NetworkResource<SubnetKind>>, group: Owned<SecurityGroup>, userData: String
    ) -> Draft {
        Draft(role: role, from: [volume.n, network.n, subnet.n, group.n]) { name in
            Call(
                .post, .compute, ["servers"],
                json: [
                    "server": [
                        "name": .string(name), "flavorRef": .string(flavor),
                        "networks": [["uuid": .id(network.id)]],
                        "security_groups": [["name": .id(group.id)]], "config_drive": true,
                        "user_data": .string(Data(userData.utf8).base64EncodedString()),
                        "block_device_mapping_v2": [
                            [
                                "boot_index": 0, "uuid": .id(volume.id),
                                "source_type": "volume", "destination_type": "volume",
                                "delete_on_termination": false,
                            ]
                        ],
                    ]
                ])
        } claim: {
            $0["server"]?["id"]?.id
        }
    }
}

extension Draft where Resource == Volume {
    /// A bootable volume of `gib` GiB from one of the cloud's images.
    public static func volume(_ role: String, gib: Int, from image: PublicImage) -> Draft {
        Draft(role: role, from: []) { name in
            Call(
                .post, .blockStorage, ["volumes"],
                json: [
                    "volume": [
                        "name": .string(name), "size": .integer(Int64(gib)),
                        "imageRef": .string(image.id),
                    ]
                ])
        } claim: {
            $0["volume"]?["id"]?.id
        }
    }
}
