// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP
import SCSSupport

/// The type of a Network resource.
public protocol NetworkResourceKind: Sendable {
    static var kind: ResourceKind { get }
}

/// Networks.
public enum NetworkKind: NetworkResourceKind {
    /// The kind of the resource.
    public static let kind = ResourceKind.network
}

/// Subnets.
public enum SubnetKind: NetworkResourceKind {
    /// The kind of the resource.
    public static let kind = ResourceKind.subnet
}

/// Routers.
public enum RouterKind: NetworkResourceKind {
    /// The kind of the resource.
    public static let kind = ResourceKind.router
}

/// Ports.
public enum PortKind: NetworkResourceKind {
    /// The kind of the resource.
    public static let kind = ResourceKind.port
}

/// A network, subnet, router or port, as far as checks need it.
public struct NetworkResource<Kind: NetworkResourceKind>: TrackedResource {
    /// The id from the service.
    public var id: ResourceID
    /// The name of the resource.
    public var name: String?
    /// `ACTIVE`, `DOWN` …; subnets have none.
    public var status: String

    /// The kind of the resource.
    public static var kind: ResourceKind { Kind.kind }

    /// Shows the resource with this id.
    public static func show(
        _ id: ResourceID, in cloud: Cloud
    ) async throws -> NetworkResource {
        let call = try Call(.get, of: kind, [id])
        let shown = try await cloud.json(call)[Kind.kind.envelope]
        guard let shown, let id = shown["id"]?.id else {
            throw UnreadableAnswer(call: call.spelled, detail: "it shows no \(kind.noun)")
        }
        return NetworkResource(
            id: id, name: shown["name"]?.string, status: shown["status"]?.string ?? "ACTIVE")
    }
}
