// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// The limits of a project, the same for all.
struct Limits: Sendable {
    var volumes: Int64 = 10
    var gigabytes: Int64 = 1000
    var snapshots: Int64 = 10
    var backups: Int64 = 10
    var backupGigabytes: Int64 = 1000

    /// `count` resources of each kind, if given.
    init(each count: Int64? = nil) {
        guard let count else { return }
        volumes = count
        snapshots = count
        backups = count
        gigabytes = count * 1000
        backupGigabytes = count * 1000
    }
}

/// The usage of a project; a resource in deletion counts until it is gone.
struct Usage: Sendable {
    var volumes: Int64 = 0
    var gigabytes: Int64 = 0
    var snapshots: Int64 = 0
    var backups: Int64 = 0
    var backupGigabytes: Int64 = 0
}

extension World {
    func usage(_ project: String) -> Usage {
        var usage = Usage()
        for volume in volumes.of(project) {
            usage.volumes += 1
            usage.gigabytes += volume.size
        }
        for snapshot in snapshots.of(project) {
            usage.snapshots += 1
            usage.gigabytes += snapshot.size
        }
        for backup in backups.of(project) {
            usage.backups += 1
            usage.backupGigabytes += backup.size
        }
        return usage
    }

    /// Throws if the quota has no room for a volume; a restore omits the error's class.
    func requireRoom(
        forVolumeOf size: Int64, in project: String, namesClass: Bool = true
    ) throws(Answer) {
        let used = usage(project)
        func refuse(_ name: String, _ text: String) -> Answer {
            .fault(413, namesClass ? "\(name): \(text)" : text)
        }
        if used.gigabytes + size > limits.gigabytes {
            throw refuse(
                "VolumeSizeExceedsAvailableQuota",
                "Requested volume or snapshot exceeds allowed gigabytes quota. Requested \(size)G, "
                    + "quota is \(limits.gigabytes)G and \(used.gigabytes)G has been consumed.")
        }
        if used.volumes + 1 > limits.volumes {
            throw refuse(
                "VolumeLimitExceeded",
                "Maximum number of volumes allowed (\(limits.volumes)) exceeded for quota "
                    + "'volumes'.")
        }
    }

    func requireRoom(forSnapshotOf size: Int64, in project: String) throws(Answer) {
        let used = usage(project)
        if used.gigabytes + size > limits.gigabytes {
            throw .fault(
                413,
                "VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed "
                    + "gigabytes quota. Requested \(size)G, quota is \(limits.gigabytes)G and "
                    + "\(used.gigabytes)G has been consumed.")
        }
        if used.snapshots + 1 > limits.snapshots {
            throw .fault(
                413,
                "SnapshotLimitExceeded: Maximum number of snapshots allowed "
                    + "(\(limits.snapshots)) exceeded")
        }
    }

    func requireRoom(forBackupOf size: Int64, in project: String) throws(Answer) {
        let used = usage(project)
        if used.backupGigabytes + size > limits.backupGigabytes {
            throw .fault(
                413,
                "VolumeBackupSizeExceedsAvailableQuota: Requested backup exceeds allowed Backup "
                    + "gigabytes quota. Requested \(size)G, quota is \(limits.backupGigabytes)G "
                    + "and \(used.backupGigabytes)G has been consumed.")
        }
        if used.backups + 1 > limits.backups {
            throw .fault(
                413,
                "BackupLimitExceeded: Maximum number of backups allowed (\(limits.backups)) "
                    + "exceeded")
        }
    }

    func limitsDocument(_ project: String) -> JSON {
        let used = usage(project)
        return [
            "rate": [],
            "absolute": [
                "maxTotalVolumes": .int(limits.volumes),
                "maxTotalSnapshots": .int(limits.snapshots),
                "maxTotalVolumeGigabytes": .int(limits.gigabytes),
                "maxTotalBackups": .int(limits.backups),
                "maxTotalBackupGigabytes": .int(limits.backupGigabytes),
                "totalVolumesUsed": .int(used.volumes),
                "totalGigabytesUsed": .int(used.gigabytes),
                "totalSnapshotsUsed": .int(used.snapshots),
                "totalBackupsUsed": .int(used.backups),
                "totalBackupGigabytesUsed": .int(used.backupGigabytes),
            ],
        ]
    }

    func quotaSet(_ request: BlockStorageCall) throws(Answer) -> Answer {
        guard request.path.count == 2, request.call.method == .get else { throw .unknownPath }
        let project = request.path[1]
        guard project == request.project || request.isAdmin else {
            throw .fault(
                403, "Policy doesn't allow volume_extension:quotas:show to be performed.")
        }
        let used = usage(project)
        let rows: [(String, Int64, Int64)] = [
            ("volumes", limits.volumes, used.volumes), ("per_volume_gigabytes", -1, 0),
            ("snapshots", limits.snapshots, used.snapshots),
            ("gigabytes", limits.gigabytes, used.gigabytes),
            ("backups", limits.backups, used.backups),
            ("backup_gigabytes", limits.backupGigabytes, used.backupGigabytes),
            ("volumes___DEFAULT__", -1, used.volumes),
            ("gigabytes___DEFAULT__", -1, used.gigabytes),
            ("snapshots___DEFAULT__", -1, used.snapshots), ("groups", 10, 0),
        ]
        let withUsage = JSON.text(request.call.parameter("usage")).flag ?? false
        var set: [String: JSON] = ["id": .string(project)]
        for (name, limit, inUse) in rows {
            set[name] =
                withUsage
                ? ["limit": .int(limit), "in_use": .int(inUse), "reserved": 0] : .int(limit)
        }
        return .json(200, ["quota_set": .object(set)])
    }
}
