// SPDX-License-Identifier: Apache-2.0
import SCSSupport
public import SCSHTTP

/// What the janitor needs to find and delete a resource of any module and version.
public struct ResourceKind: Codable, Hashable, Sendable {
    /// The service's catalog type: `block-storage`.
    public let service: String
    /// The collection below the service's URL: `volumes`.
    public let collection: PathSegment
    /// The key around one resource in an answer; empty if there is none (the Image service).
    public let envelope: String

    /// Volumes of Block Storage.
    public static let volume = ResourceKind(
        service: "block-storage", collection: "volumes", envelope: "volume")
    /// Volume backups of Block Storage.
    public static let backup = ResourceKind(
        service: "block-storage", collection: "backups", envelope: "backup")
    /// Volume snapshots of Block Storage.
    public static let snapshot = ResourceKind(
        service: "block-storage", collection: "snapshots", envelope: "snapshot")
    /// Images of the Image service.
    public static let image = ResourceKind(service: "image", collection: "images", envelope: "")
    /// Security groups of Network.
    public static let securityGroup = ResourceKind(
        service: "network", collection: "security-groups", envelope: "security_group")
    /// Networks of Network.
    public static let network = ResourceKind(
        service: "network", collection: "networks", envelope: "network")
    /// Subnets of Network.
    public static let subnet = ResourceKind(
        service: "network", collection: "subnets", envelope: "subnet")
    /// Routers of Network.
    public static let router = ResourceKind(
        service: "network", collection: "routers", envelope: "router")
    /// Ports of Network.
    public static let port = ResourceKind(
        service: "network", collection: "ports", envelope: "port")
    /// Servers of Compute.
    public static let server = ResourceKind(
        service: "compute", collection: "servers", envelope: "server")
    /// Secrets of the Key Manager.
    public static let secret = ResourceKind(
        service: "key-manager", collection: "secrets", envelope: "")
    /// Users of Identity.
    public static let user = ResourceKind(
        service: "identity", collection: "users", envelope: "user")
    /// Projects of Identity.
    public static let project = ResourceKind(
        service: "identity", collection: "projects", envelope: "project")
    /// Groups of Identity.
    public static let group = ResourceKind(
        service: "identity", collection: "groups", envelope: "group")
    /// Roles of Identity.
    public static let role = ResourceKind(
        service: "identity", collection: "roles", envelope: "role")

    /// The noun for one of it in a sentence.
    public var noun: String {
        envelope.isEmpty
            ? String(collection.text.dropLast())
            : envelope.split(separator: "_").joined(separator: " ")
    }

    /// The key of a list's items in an answer; Network uses hyphens in paths only.
    var listKey: String { collection.text.split(separator: "-").joined(separator: "_") }

    /// The items of a list; nil if it has none.
    func items(in answer: JSON) -> [JSON]? { answer[listKey]?.array }

    /// Whether its service answers 403 for missing resources, so that only a list shows the truth.
    package var hidesWhatIsGone: Bool { service == "identity" }

    /// The logs to search for one of it.
    package var logs: String {
        switch service {
        case "block-storage":
            self == .backup ? "Block Storage and its backup service" : "Block Storage"
        case "compute": "Compute: its scheduler, its conductor and the host"
        default: "the service \(service)"
        }
    }

    /// Whether its service deletes before it answers; Block Storage and Compute take longer.
    package var deletesSynchronously: Bool { service != "block-storage" && service != "compute" }

    /// How its service divides a long list.
    var paging: Paging {
        switch service {
        case "identity": .none
        case "key-manager": .offsets
        default: .markers
        }
    }

    package var serviceType: ServiceType? {
        ServiceType.all.first { $0.types.contains(service) }
    }
}

extension String {
    /// The id after the last slash of a reference; nil if that is none.
    package var lastPathSegment: ResourceID? {
        split(separator: "/").last.flatMap { PathSegment(String($0)) }
    }
}
