// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP
import SCSSupport

/// A resource that the tracker can create, look at and delete.
public protocol TrackedResource: StatefulResource {
    static var kind: ResourceKind { get }
    /// The name from its creator; nil if the service shows none.
    var name: String? { get }
    /// The resource as the cloud shows it now; throws `APIError` (404: gone).
    static func show(_ id: ResourceID, in cloud: Cloud) async throws -> Self
}

extension TrackedResource {
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

extension TrackedResource where Self: Decodable {
    /// Decodes what the service answers, inside its envelope.
    public static func show(_ id: ResourceID, in cloud: Cloud) async throws -> Self {
        let call = try Call(.get, of: kind, [id])
        return kind.envelope.isEmpty
            ? try await cloud.decoded(Self.self, from: call)
            : try await cloud.decoded(Enveloped<Self>.self, from: call).resource
    }
}

/// A resource inside the envelope of its kind.
private struct Enveloped<Resource: TrackedResource & Decodable>: Decodable {
    var resource: Resource

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: AnyKey.self)
        resource = try fields.decode(
            Resource.self, forKey: AnyKey(stringValue: Resource.kind.envelope))
    }
}

extension Volume: TrackedResource {
    /// The kind of the resource.
    public static var kind: ResourceKind { .volume }
}

extension Backup: TrackedResource {
    /// The kind of the resource.
    public static var kind: ResourceKind { .backup }
}

extension Snapshot: TrackedResource {
    /// The kind of the resource.
    public static var kind: ResourceKind { .snapshot }
}

extension Image: TrackedResource {
    /// The kind of the resource.
    public static var kind: ResourceKind { .image }
}

extension SecurityGroup: TrackedResource {
    /// The kind of the resource.
    public static var kind: ResourceKind { .securityGroup }
}

extension BarbicanSecret: TrackedResource {
    /// The kind of the resource.
    public static var kind: ResourceKind { .secret }
}
