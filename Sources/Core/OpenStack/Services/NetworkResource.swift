// SPDX-License-Identifier: Apache-2.0
public import HTTP
import Support

/// What tells one kind of network resource from another.
public protocol NetworkResourceKind: Sendable {
    static var kind: ResourceKind { get }
}

public enum NetworkKind: NetworkResourceKind {
    public static let kind = ResourceKind.network
}

public enum SubnetKind: NetworkResourceKind {
    public static let kind = ResourceKind.subnet
}

public enum RouterKind: NetworkResourceKind {
    public static let kind = ResourceKind.router
}

public enum PortKind: NetworkResourceKind {
    public static let kind = ResourceKind.port
}

/// A network, subnet, router or port, as far as a check that only uses it cares.
public struct NetworkResource<Kind: NetworkResourceKind>: TrackedResource {
    public var id: ResourceID
    public var name: String?
    /// `ACTIVE`, `DOWN` …; subnets have none.
    public var status: String
    public var failReason: String? { nil }

    public static var kind: ResourceKind { Kind.kind }
    public static var ready: String { "active" }

    public static func show(
        _ id: ResourceID, in cloud: Cloud
    ) async throws -> NetworkResource {
        let call = Call(.get, .network, [Kind.kind.collection, id])
        let shown = try await cloud.json(call)[Kind.kind.envelope]
        guard let shown, let id = shown["id"]?.id else {
            throw UnreadableAnswer(call: call.spelled, detail: "it shows no \(kind.noun)")
        }
        return NetworkResource(
            id: id, name: shown["name"]?.string, status: shown["status"]?.string ?? "ACTIVE")
    }
}

/// A virtual machine.
///
/// Source: https://docs.openstack.org/api-ref/compute/#show-server-details
public struct Server: TrackedResource, Decodable {
    public var id: ResourceID
    public var name: String?
    /// `BUILD`, `ACTIVE`, `ERROR` …
    public var status: String
    public var fault: Fault?
    public var failReason: String? { fault?.message }

    public struct Fault: Sendable, Decodable {
        public var message: String?
    }

    public static var kind: ResourceKind { .server }
    public static var ready: String { "active" }

    public static func show(_ id: ResourceID, in cloud: Cloud) async throws -> Server {
        struct Answer: Decodable { var server: Server }
        return try await cloud.decoded(Answer.self, from: Call(.get, .compute, ["servers", id]))
            .server
    }
}
