// SPDX-License-Identifier: Apache-2.0
import SCSSupport
public import SCSHTTP

/// A resource that the tracker can create, look at and delete.
public protocol TrackedResource: StatefulResource {
    static var kind: ResourceKind { get }
    /// The name from its creator; nil if the service shows none.
    var name: String? { get }
    /// The resource as the cloud shows it now; throws `APIError` (404: gone).
    static func show(_ id: ResourceID, in cloud: Cloud) async throws -> Self
    /// The status, in lower case, of a usable resource.
    static var ready: String { get }
}

extension TrackedResource {
    /// By default, `available`.
    public static var ready: String { "available" }

    /// The run's own resource as the cloud shows it now; throws `WrongAnswer` if it shows another.
    package static func show(_ owned: Owned<Self>, in cloud: Cloud) async throws -> Self {
        let shown = try await show(owned.id, in: cloud)
        guard shown.id == owned.id, shown.name == owned.name else {
            throw WrongAnswer(
                kind: kind, id: owned.id, name: owned.name, shownID: shown.id,
                shownName: shown.name)
        }
        return shown
    }

    /// The same for a resource that must exist: retries a 404 for some seconds.
    ///
    /// One of several API servers may not know it yet. Throws the last 404.
    package static func present(_ owned: Owned<Self>, in cloud: Cloud) async throws -> Self {
        var last: (any Error)?
        do {
            return try await poll(clock: cloud.clock, limit: .seconds(10)) { _, _ in
                do {
                    return .done(try await show(owned, in: cloud))
                } catch let error as APIError where error.isNotFound {
                    last = error
                    return .still("not found")
                }
            }
        } catch let timeout as WaitTimedOut {
            throw last ?? timeout
        }
    }
}

extension Volume: TrackedResource {
    /// The kind of the resource.
    public static var kind: ResourceKind { .volume }
    /// Shows the resource with this id.
    public static func show(_ id: ResourceID, in cloud: Cloud) async throws -> Volume {
        try await cloud.blockStorage.volume(id)
    }
}

extension Backup: TrackedResource {
    /// The kind of the resource.
    public static var kind: ResourceKind { .backup }
    /// Shows the resource with this id.
    public static func show(_ id: ResourceID, in cloud: Cloud) async throws -> Backup {
        try await cloud.blockStorage.backup(id)
    }
}

extension Snapshot: TrackedResource {
    /// The kind of the resource.
    public static var kind: ResourceKind { .snapshot }
    /// Shows the resource with this id.
    public static func show(_ id: ResourceID, in cloud: Cloud) async throws -> Snapshot {
        try await cloud.blockStorage.snapshot(id)
    }
}

extension Image: TrackedResource {
    /// The kind of the resource.
    public static var kind: ResourceKind { .image }
    /// The status of a usable resource.
    public static var ready: String { "active" }
    /// Shows the resource with this id.
    public static func show(_ id: ResourceID, in cloud: Cloud) async throws -> Image {
        try await cloud.images.image(id)
    }
}

extension SecurityGroup: TrackedResource {
    /// The kind of the resource.
    public static var kind: ResourceKind { .securityGroup }
    /// Shows the resource with this id.
    public static func show(_ id: ResourceID, in cloud: Cloud) async throws -> SecurityGroup {
        try await cloud.network.securityGroup(id)
    }
}

extension BarbicanSecret: TrackedResource {
    /// The kind of the resource.
    public static var kind: ResourceKind { .secret }
    /// Shows the resource with this id.
    public static func show(_ id: ResourceID, in cloud: Cloud) async throws -> BarbicanSecret {
        try await cloud.decoded(
            BarbicanSecret.self, from: Call(.get, .keyManager, ["secrets", id]))
    }
}
