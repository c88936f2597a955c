// SPDX-License-Identifier: Apache-2.0

/// A resource that this run has created: the only kind that it may change or delete.
///
/// It exists once the cloud has shown it under the unguessable name that this run gave it: the id
/// in the answer to a creation is only a claim.
public struct Owned<Resource: TrackedResource>: Sendable {
    /// The id, which the cloud showed under our name.
    public let id: ResourceID
    /// The name that this run gave.
    public let name: String
    package let n: Int
    /// What came instead of an answer to its creation, where it was found by its name: that it
    /// exists does not say that all was done that belongs to its creation.
    package let loss: String?
    /// The cloud as its creator sees it.
    private let cloud: Cloud

    /// What a look has shown under the name that this run gave its `n`th resource.
    package init(_ resourceSnapshot: OwnedSnapshot, n: Int, in cloud: Cloud, loss: String? = nil) {
        id = resourceSnapshot.id
        name = resourceSnapshot.name
        self.n = n
        self.loss = loss
        self.cloud = cloud
    }

    /// Looks again whether the id still shows a resource of this name, right before it is changed.
    ///
    /// Throws `WrongAnswer` where it shows another, `APIError` where it shows none.
    package func recheck() async throws {
        _ = try await Resource.present(self, in: cloud)
    }
}
