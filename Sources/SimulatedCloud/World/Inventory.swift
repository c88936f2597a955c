// SPDX-License-Identifier: Apache-2.0

/// Everything that exists in all projects, for comparisons.
package struct Inventory: Sendable, Hashable {
    /// One resource.
    package struct Item: Sendable, Hashable {
        package var id: String
        package var project: String
        package var name: String?
        package var status: String
        /// In GiB; for images in bytes, nil before the upload; nil for kinds without a size.
        package var size: Int64?
    }

    package var volumes: [Item]
    package var snapshots: [Item]
    package var backups: [Item]
    package var images: [Item]
    package var servers: [Item]
    package var networks: [Item]
    package var subnets: [Item]
    package var routers: [Item]
    package var ports: [Item]
    package var securityGroups: [Item]
    package var securityGroupRules: [Item]
    package var secrets: [Item]
    /// Users, projects and groups; their project is their domain.
    package var identities: [Item]
    /// Everything, of any kind.
    package var all: [Item] {
        volumes + snapshots + backups + images + servers + networks + subnets + routers + ports
            + securityGroups + securityGroupRules + secrets + identities
    }
}

extension World {
    var inventory: Inventory {
        func item(_ record: some Record, _ size: Int64? = nil) -> Inventory.Item {
            Inventory.Item(
                id: record.id, project: record.project, name: record.name,
                status: record.status, size: size)
        }
        func items(_ kind: NetworkKind) -> [Inventory.Item] {
            network[kind].rows.map { item($0) }
        }
        return Inventory(
            volumes: volumes.rows.map { item($0, $0.size) },
            snapshots: snapshots.rows.map { item($0, $0.size) },
            backups: backups.rows.map { item($0, $0.size) },
            images: images.rows.map { item($0, $0.content?.size) },
            servers: servers.rows.map { item($0) }, networks: items(.network),
            subnets: items(.subnet), routers: items(.router), ports: items(.port),
            securityGroups: items(.securityGroup), securityGroupRules: items(.securityGroupRule),
            secrets: secrets.rows.map { item($0) },
            identities: identities.entries.map {
                Inventory.Item(
                    id: $0.id, project: $0.domain, name: $0.name, status: $0.description ?? "")
            }
                + directory.roleIDs.map {
                    Inventory.Item(id: $0.value, project: "", name: $0.key, status: "")
                }.sorted { $0.id < $1.id })
    }
}
