// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP

/// A virtual machine.
///
/// Source: https://docs.openstack.org/api-ref/compute/#show-server-details
public struct Server: TrackedResource, Decodable {
    /// The id that the service gave.
    public var id: ResourceID
    /// The name of the resource.
    public var name: String?
    /// `BUILD`, `ACTIVE`, `ERROR` …
    public var status: String
    /// Why the server is in error, if it is.
    public var fault: Fault?
    /// Why the resource failed, if the service says.
    public var failReason: String? { fault?.message }

    /// What Compute says about an error.
    public struct Fault: Sendable, Decodable {
        /// The message of the error.
        public var message: String?
    }

    /// The kind of the resource.
    public static var kind: ResourceKind { .server }
}
