// SPDX-License-Identifier: Apache-2.0
import SCSHTTP

/// The kinds of resources that our own checks create.
extension ResourceKind {
    /// Volumes of Block Storage.
    public static let volume = ofBlockStorage("volumes", "volume")
    /// Volume backups of Block Storage.
    public static let backup = ofBlockStorage(
        "backups", "backup", logs: "Block Storage and its backup service")
    /// Volume snapshots of Block Storage.
    public static let snapshot = ofBlockStorage("snapshots", "snapshot")
    /// Images of the Image service.
    public static let image = ResourceKind(
        service: "image", collection: "images", envelope: "",
        quirks: ResourceQuirks(ready: "active", errorStates: ["killed"]))
    /// Security groups of Network.
    public static let securityGroup = ResourceKind(
        service: "network", collection: "security-groups", envelope: "security_group",
        quirks: ResourceQuirks(ready: "active"))
    /// Networks of Network.
    public static let network = ofNetwork("networks", "network")
    /// Subnets of Network.
    public static let subnet = ofNetwork("subnets", "subnet")
    /// Routers of Network.
    public static let router = ofNetwork("routers", "router")
    /// Ports of Network.
    public static let port = ofNetwork(
        "ports", "port",
        // A port that a router uses can only be removed with the router's interface.
        release: ResourceRelease(
            key: "device_owner", prefix: "network:router_interface", userKey: "device_id",
            users: "routers", userEnvelope: "router", action: "remove_router_interface",
            idKey: "port_id"))
    /// Servers of Compute.
    public static let server = ResourceKind(
        service: "compute", collection: "servers", envelope: "server",
        quirks: ResourceQuirks(
            // A server stays "ACTIVE" until it is gone; its current task has its own field.
            statusKeys: ["OS-EXT-STS:task_state", "status"], ready: "active",
            deletesSynchronously: false,
            logs: "Compute: its scheduler, its conductor and the host"))
    /// Secrets of the Key Manager.
    public static let secret = ResourceKind(
        service: "key-manager", collection: "secrets", envelope: "",
        quirks: ResourceQuirks(
            ready: "active", referenceKey: "secret_ref", paging: .offsets))
    /// Users of Identity.
    public static let user = ofIdentity("users", "user")
    /// Projects of Identity.
    public static let project = ofIdentity("projects", "project")
    /// Groups of Identity.
    public static let group = ofIdentity("groups", "group")
    /// Roles of Identity.
    public static let role = ofIdentity("roles", "role")

    static let builtIn = [
        volume, backup, snapshot, image, securityGroup, network, subnet, router, port, server,
        secret, user, project, group, role,
    ]

    private static func ofBlockStorage(
        _ collection: PathSegment, _ envelope: String, logs: String = "Block Storage"
    ) -> ResourceKind {
        // The plain list lacks the status; the detailed list has its own path.
        ResourceKind(
            service: "block-storage", collection: collection, envelope: envelope,
            quirks: ResourceQuirks(listPath: ["detail"], deletesSynchronously: false, logs: logs))
    }

    private static func ofNetwork(
        _ collection: PathSegment, _ envelope: String, release: ResourceRelease? = nil
    ) -> ResourceKind {
        ResourceKind(
            service: "network", collection: collection, envelope: envelope,
            quirks: ResourceQuirks(ready: "active", release: release))
    }

    private static func ofIdentity(_ collection: PathSegment, _ envelope: String) -> ResourceKind {
        ResourceKind(
            service: "identity", collection: collection, envelope: envelope,
            quirks: ResourceQuirks(paging: .none, hidesWhatIsGone: true))
    }
}
