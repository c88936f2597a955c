// SPDX-License-Identifier: Apache-2.0
package import SCSHTTP

/// A path segment of a changing call: a literal, or something known to belong to the run.
///
/// An id from an answer is no such segment until `Owned` has seen the run's name on it.
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

    /// The path of a kind's collection.
    package static func path(of kind: ResourceKind) -> [ChangeSegment] {
        kind.path.map { ChangeSegment($0) }
    }

    /// The action of a resource that uses another.
    package static func action(of release: ResourceRelease) -> ChangeSegment {
        ChangeSegment(release.action)
    }

    /// A resource that was seen under the run's name.
    package static func owned<Resource>(_ owned: Owned<Resource>) -> ChangeSegment {
        ChangeSegment(owned.id)
    }

    /// A resource from a journal, just seen under the run's name.
    package static func sighted(_ resourceSnapshot: OwnedSnapshot) -> ChangeSegment {
        ChangeSegment(resourceSnapshot.id)
    }

    /// What a change refers to without changing it: an assigned role, a domain.
    package static func named(_ id: ResourceID) -> ChangeSegment {
        ChangeSegment(id)
    }
}
