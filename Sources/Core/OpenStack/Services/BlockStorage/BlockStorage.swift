// SPDX-License-Identifier: Apache-2.0
public import SCSHTTP
import SCSSupport

/// Block Storage (Cinder), read-only.
///
/// Source: https://docs.openstack.org/api-ref/block-storage/v3/
public struct BlockStorage: Sendable {
    let cloud: Cloud

    /// Shows a volume.
    public func volume(_ id: ResourceID) async throws -> Volume {
        try await show("volumes", id, as: VolumeEnvelope.self).volume
    }

    /// Shows a backup.
    public func backup(_ id: ResourceID) async throws -> Backup {
        try await show("backups", id, as: BackupEnvelope.self).backup
    }

    /// Shows a snapshot.
    public func snapshot(_ id: ResourceID) async throws -> Snapshot {
        try await show("snapshots", id, as: SnapshotEnvelope.self).snapshot
    }

    /// All volumes of the project, page by page.
    public func volumes() async throws -> [Volume] {
        try await list("volumes")
    }

    /// All backups of the project, page by page.
    public func backups() async throws -> [Backup] {
        try await list("backups")
    }

    /// All snapshots of the project, page by page.
    public func snapshots() async throws -> [Snapshot] {
        try await list("snapshots")
    }

    /// The names of the available zones, each once.
    public func availableZones() async throws -> [String] {
        try await cloud.availableZones(
            Call(.get, .blockStorage, ["os-availability-zone"]), key: "availabilityZoneInfo")
    }

    /// The volume types that the project may use.
    public func types() async throws -> [VolumeType] { try await types(recording: nil) }

    /// The same, recorded page by page.
    package func types(recording: FactRecording?) async throws -> [VolumeType] {
        try await Listing<VolumeType>(
            Call(.get, .blockStorage, ["types"]), key: "volume_types", in: cloud, id: \.id,
            orders: (ascending: [("sort", "id:asc")], descending: [("sort", "id:desc")])
        ) { page, ids in
            try recording?.add(page, to: "volume_types", ids: ids)
        }.all()
    }

    /// The project's limits and usage: counts, and GiB for names with gigabytes.
    public func quota() async throws -> QuotaSet {
        guard let project = try await cloud.token().projectID else { return try await limits() }
        let path: [PathSegment] = ["os-quota-sets", try PathSegment(ofProject: project)]
        do {
            return try await cloud.decoded(
                QuotaEnvelope.self,
                from: Call(.get, .blockStorage, path, query: [("usage", "True")])
            ).quotaSet
        } catch let error as APIError where error.isHidden {
            // Some clouds restrict quota sets to admins; /limits shows a member the same figures.
            return try await limits()
        }
    }

    private func limits() async throws -> QuotaSet {
        let limits = try await cloud.json(Call(.get, .blockStorage, ["limits"]))
        return QuotaSet(absoluteLimits: limits["limits"]?["absolute"] ?? .null)
    }

    /// The user messages about a failed resource; newest first.
    public func messages(about id: ResourceID) async throws -> [UserMessage] {
        let known = Microversion(3, 5)
        guard try await cloud.blockStorageOffers(known) else { return [] }
        let answer = try await cloud.decoded(
            MessagesEnvelope.self,
            from: Call(
                .get, .blockStorage, ["messages"], query: [("resource_uuid", id.text)],
                microversion: known))
        return answer.messages.filter { $0.resourceID == id.text }
    }

    private func show<T: Decodable>(
        _ collection: PathSegment, _ id: ResourceID, as type: T.Type
    ) async throws -> T {
        try await cloud.decoded(type, from: Call(.get, .blockStorage, [collection, id]))
    }

    private func list<T: StatefulResource & Decodable>(
        _ collection: PathSegment
    ) async throws -> [T] {
        try await Listing<T>(
            Call(.get, .blockStorage, [collection, "detail"]), key: collection.text, in: cloud,
            id: \.id.text
        ).all()
    }
}

private struct VolumeEnvelope: Decodable { var volume: Volume }
private struct BackupEnvelope: Decodable { var backup: Backup }
private struct SnapshotEnvelope: Decodable { var snapshot: Snapshot }
private struct MessagesEnvelope: Decodable { var messages: [UserMessage] }
private struct QuotaEnvelope: Decodable {
    var quotaSet: QuotaSet
    enum CodingKeys: String, CodingKey { case quotaSet = "quota_set" }
}
