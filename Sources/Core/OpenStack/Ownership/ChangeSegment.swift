// SPDX-License-Identifier: Apache-2.0
package import SCSHTTP

/// A segment of the path of a call that changes something: a literal, or what is known to be ours.
///
/// An id out of an answer is no such segment until `Owned` has seen our name on it.
package struct ChangeSegment: Sendable, Hashable, ExpressibleByStringLiteral {
    package let segment: PathSegment

    private init(_ segment: PathSegment) {
        self.segment = segment
    }

    package init(stringLiteral value: StaticString) {
        segment = PathSegment(stringLiteral: value)
    }

    /// The collection of a kind.
    package static func collection(of kind: ResourceKind) -> ChangeSegment {
        ChangeSegment(kind.collection)
    }

    /// A resource whose name was seen to be ours.
    package static func owned<Resource>(_ owned: Owned<Resource>) -> ChangeSegment {
        ChangeSegment(owned.id)
    }

    /// A resource of a journal's, looked at a moment ago: its name is ours.
    package static func sighted(_ resourceSnapshot: OwnedSnapshot) -> ChangeSegment {
        ChangeSegment(resourceSnapshot.id)
    }

    /// What a change of ours is about and does not change itself: a role that is given, a domain.
    package static func named(_ id: ResourceID) -> ChangeSegment {
        ChangeSegment(id)
    }
}
