// SPDX-License-Identifier: Apache-2.0

/// A resource that this run has created: the only kind that it may change or delete.
///
/// It exists once the cloud has shown it under the run's unguessable name: the id in the answer to
/// a creation is only a claim.
public struct Owned<Resource: TrackedResource>: Sendable {
    /// The id, which the cloud has shown under the run's name.
    public let id: ResourceID
    /// The name that this run gave it.
    public let name: String
    package let n: Int
    /// What replaced the answer to its creation, if it was found by name: its creation may be
    /// incomplete.
    package let loss: String?
    /// The cloud as the creator sees it.
    private let cloud: Cloud

    /// A resource seen under the name that this run gave its `n`th resource.
    package init(_ resourceSnapshot: OwnedSnapshot, n: Int, in cloud: Cloud, loss: String? = nil) {
        id = resourceSnapshot.id
        name = resourceSnapshot.name
        self.n = n
        self.loss = loss
        self.cloud = cloud
    }

    /// Verifies, right before a change, that the id still shows a resource of this name.
    ///
    /// Throws `WrongAnswer` if it shows another, `APIError` if it shows none.
    package func recheck() async throws {
        _ = try await Resource.present(self, in: cloud)
    }
}
