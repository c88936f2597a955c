// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP

/// How a resource that another one uses is removed: not by its deletion, but by an action of its user.
///
/// The action is `PUT /{users}/{id}/{action}` of the same service, with the resource's id in its body.
public struct ResourceRelease: Codable, Hashable, Sendable {
    /// The key that says what uses it: `device_owner`.
    public var key: String
    /// How the key's value begins if the user must let go of it: `network:router_interface`.
    public var prefix: String
    /// The key of the user's id: `device_id`.
    public var userKey: String
    /// The collection of the users: `routers`.
    public var users: PathSegment
    /// The key around a user in an answer: `router`.
    public var userEnvelope: String
    /// The user's action: `remove_router_interface`.
    public var action: PathSegment
    /// The key of the resource's id in the action's body: `port_id`.
    public var idKey: String

    /// A way of removal, as the API reference of the service describes it.
    public init(
        key: String, prefix: String, userKey: String, users: PathSegment, userEnvelope: String,
        action: PathSegment, idKey: String
    ) {
        self.key = key
        self.prefix = prefix
        self.userKey = userKey
        self.users = users
        self.userEnvelope = userEnvelope
        self.action = action
        self.idKey = idKey
    }

    /// The kind of the users, beside the kind of the resource.
    package func users(of kind: ResourceKind) -> ResourceKind {
        ResourceKind.builtIn.first { $0.service == kind.service && $0.collection == users }
            ?? ResourceKind(service: kind.service, collection: users, envelope: userEnvelope)
    }
}
