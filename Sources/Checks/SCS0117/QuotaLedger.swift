// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The quota's usage beside the lists, read while nothing changed.
struct QuotaLedger: Sendable {
    /// By quota name: in use minus listed. Not zero if the cloud miscounted before.
    var drift: [String: Int]
    var ids: Set<ResourceID>

    static func read(_ context: CheckContext) async throws -> QuotaLedger {
        try await context.look(for: "a moment without changes in the project") {
            let before = try await ProjectListing.read(context.cloud.blockStorage)
            let quota = try await quota(context)
            let after = try await ProjectListing.read(context.cloud.blockStorage)
            // During a creation or deletion, quota and lists may differ.
            guard before == after, !after.isChanging, quota.isSettled else { return nil }
            var drift: [String: Int] = [:]
            for (name, count) in after.counts {
                drift[name] = try quota.figure(name).map { $0.inUse.int - count }
            }
            return QuotaLedger(drift: drift, ids: after.ids)
        }
    }

    /// A cloud that hides a project's figures from its members has not miscounted.
    private static func quota(_ context: CheckContext) async throws -> QuotaSet {
        do {
            return try await context.cloud.blockStorage.quota()
        } catch let error as APIError where [403, 404].contains(error.status) {
            throw Finding(
                .notPermitted, "Cannot read the project's quota: \(error)",
                advice: "Allow members to read their own quota or limits.")
        }
    }
}

/// Everything in the project that counts against the quota.
private struct ProjectListing: Equatable {
    var ids: Set<ResourceID>
    var isChanging: Bool
    /// By quota name.
    var counts: [String: Int]

    static func read(_ storage: BlockStorage) async throws -> ProjectListing {
        let volumes = try await storage.volumes()
        let backups = try await storage.backups()
        let snapshots = try await storage.snapshots()
        let states = volumes.map(\.status) + backups.map(\.status) + snapshots.map(\.status)
        return ProjectListing(
            ids: Set(volumes.map(\.id) + backups.map(\.id) + snapshots.map(\.id)),
            isChanging: states.contains(where: isInMotion),
            counts: [
                "volumes": volumes.count, "backups": backups.count,
                "snapshots": snapshots.count,
                "gigabytes": try total(
                    volumes.map { try $0.size } + snapshots.map { try $0.size },
                    of: "volumes and snapshots"),
                "backup_gigabytes": try total(
                    backups.map { try $0.size }, of: "backups"),
            ])
    }

    private static func total(_ sizes: [Quantity], of what: String) throws -> Int {
        guard let sum = Quantity.sum(sizes) else {
            throw Finding(
                .unreachable,
                "The listed sizes of the project's \(what) add up to more than any cloud has.",
                advice: "Look for an implausible size in the lists.")
        }
        return sum.int
    }
}
