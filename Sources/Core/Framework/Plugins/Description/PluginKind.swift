// SPDX-License-Identifier: Apache-2.0
import SCSOpenStack

/// A kind of resource that a plug-in may create, by the word that it uses.
enum PluginKind: String, CaseIterable, Sendable {
    case volume, backup, snapshot, image, network, subnet, router, port, server, secret
    case securityGroup = "security-group"

    var kind: ResourceKind {
        switch self {
        case .volume: .volume
        case .backup: .backup
        case .snapshot: .snapshot
        case .image: .image
        case .network: .network
        case .subnet: .subnet
        case .router: .router
        case .port: .port
        case .server: .server
        case .secret: .secret
        case .securityGroup: .securityGroup
        }
    }

    /// Whether it has a size that a quota counts.
    var hasSize: Bool { [.volume, .backup, .snapshot].contains(self) }

    /// What one of it takes of a quota; `gib` is its size.
    func need(gib: Int) -> Need {
        switch self {
        case .volume: .volume(gib: gib)
        case .backup: .backup(gib: gib)
        case .snapshot: .snapshot(gib: gib)
        case .image: .image
        case .secret: .secret
        case .securityGroup: .securityGroup
        case .server: Need(amounts: ["instances": 1])
        case .network: Need(amounts: ["networks": 1])
        case .subnet: Need(amounts: ["subnets": 1])
        case .router: Need(amounts: ["routers": 1])
        case .port: Need(amounts: ["ports": 1])
        }
    }
}
