// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// Backups come into being: from a volume or a snapshot, whole or as an increment.
extension World {
    mutating func createBackup(_ request: BlockStorageCall) throws(Answer) -> Answer {
        var allowed: Set = [
            "volume_id", "container", "description", "incremental", "force", "name", "snapshot_id",
        ]
        if request.version.isAtLeast(43) { allowed.insert("metadata") }
        if request.version.isAtLeast(51) { allowed.insert("availability_zone") }
        let body = try request.envelope("backup", required: ["volume_id"], allowed: allowed)
        let volumeID =
            try request.reference("volume_id", in: body, orElse: "is not a 'uuid'") ?? ""
        let snapshotID = try request.reference(
            "snapshot_id", in: body, orElse: "is not valid under any of the given schemas")
        let volume = try findVolume(volumeID, request)
        let snapshot = try snapshotID.map { id throws(Answer) in try findSnapshot(id, request) }
        try requireSource(volume, snapshot, force: body["force"]?.flag ?? false)
        try requireRoom(forBackupOf: volume.size, in: request.project)
        let isIncremental = body["incremental"]?.flag ?? false
        let parent = isIncremental ? try parent(of: volume, snapshot, request) : nil
        var backup = Backup(
            id: random.uuid(), project: request.project, user: request.who.user.id,
            name: body["name"]?.string, description: body["description"]?.string,
            volumeID: volumeID, size: volume.size, created: now, updated: now,
            parentID: parent?.id, snapshotID: snapshotID, dataTimestamp: snapshot?.created ?? now,
            volumeMetadata: volume.metadata, imageMetadata: volume.imageMetadata,
            content: stored(volume, snapshot, parent))
        if case .object(let metadata)? = body["metadata"] { backup.metadata = metadata }
        backups.add(backup)
        if let snapshotID {
            setSnapshot(snapshotID, "backing-up")
        } else {
            set(volumeID, "backing-up")
        }
        schedule(backup, request.call.requestID)
        return .json(202, ["backup": summary(backup, "backups")])
    }

    private func requireSource(
        _ volume: Volume, _ snapshot: Snapshot?, force: Bool
    ) throws(Answer) {
        if let snapshot {
            guard snapshot.volumeID == volume.id else {
                throw .fault(
                    400,
                    "Invalid volume: Volume \(volume.id) does not match with snapshot.volume_id "
                        + "\(snapshot.volumeID).")
            }
            guard snapshot.status == "available" else {
                throw .fault(
                    400,
                    "Invalid snapshot: Snapshot to be backed up must be available, but the "
                        + "current status is \"\(snapshot.status)\".")
            }
            return
        }
        guard ["available", "in-use"].contains(volume.status) else {
            throw .fault(
                400,
                "Invalid volume: Volume to be backed up must be available or in-use, but the "
                    + "current status is \"\(volume.status)\".")
        }
        if volume.status == "in-use", !force {
            throw .fault(
                400, "Invalid volume: Backing up an in-use volume must use the force flag.")
        }
    }

    /// The newest good backup that an increment can build on.
    private func parent(
        of volume: Volume, _ snapshot: Snapshot?, _ request: BlockStorageCall
    ) throws(Answer) -> Backup {
        let usable = backups.rows.filter { backup in
            guard backup.volumeID == volume.id, backup.project == request.project,
                backup.status == "available"
            else { return false }
            return snapshot.map { backup.dataTimestamp < $0.created } ?? true
        }
        guard let newest = usable.max(by: { $0.dataTimestamp < $1.dataTimestamp }) else {
            throw .fault(
                400, "Invalid backup: No backups available to do an incremental backup.")
        }
        return newest
    }

    /// What the backup's store gets to hold, faults of its driver included.
    private func stored(_ volume: Volume, _ snapshot: Snapshot?, _ parent: Backup?) -> Content {
        var content = snapshot?.content ?? volume.content
        let mine = snapshots.rows.filter { $0.volumeID == volume.id }
        if profile.has(.snapshotTopLayer), snapshot == nil,
            let newest = mine.max(by: { $0.created < $1.created })
        {
            content = content.changes(since: newest.content)
        }
        // Ceph's base image keeps what a deleted increment put there; only writes cover it.
        if profile.has(.staleIncrement) || profile.has(.ceph) && volume.hasHoles, let parent,
            let ghost = ghosts[volume.id]
        {
            content = content.haunted(by: ghost, parent: parent.content)
        }
        return content
    }

    /// Lets the backup come to its end, good or bad.
    private mutating func schedule(_ backup: Backup, _ request: String) {
        if profile.has(.backupServiceMissing) {
            fail(
                backup, after: .milliseconds(300), "Service not found for creating backup.",
                .noBackupService, request)
            return
        }
        if profile.has(.stuck) { return }
        if profile.has(.backupError) {
            fail(
                backup, after: .seconds(4), "[Errno 28] No space left on device",
                .backupDriverFailed, request)
            return
        }
        if profile.has(.ceph), backup.snapshotID != nil {
            // All backups of snapshots of one volume go by one name in the store.
            guard snapshotBases[backup.volumeID] == nil else {
                fail(
                    backup, after: .seconds(4),
                    "[errno 17] RBD image already exists (error creating image)",
                    .backupDriverFailed, request)
                return
            }
            snapshotBases[backup.volumeID] = backup.id
        }
        let id = backup.id
        let isFull = backup.parentID == nil
        let duration: Duration = isFull ? .seconds(9) : .seconds(4)
        after(duration - .milliseconds(40)) { $0.release(backup) }
        after(duration) { world in
            guard var done = world.backups[id] else { return }
            let isCeph = world.profile.has(.ceph)
            done.status = "available"
            done.zone = "nova"
            done.container =
                isCeph ? "backups" : "\(id.prefix(2))/\(id.dropFirst(2).prefix(2))/\(id)"
            done.objectCount = isCeph || !isFull ? 0 : 16
            done.updated = world.now
            world.backups[id] = done
        }
    }

    private mutating func fail(
        _ backup: Backup, after duration: Duration, _ reason: String, _ cause: MessageCause,
        _ request: String
    ) {
        after(duration) { world in
            world.release(backup)
            world.backups[backup.id]?.status = "error"
            world.backups[backup.id]?.failReason = reason
            world.backups[backup.id]?.updated = world.now
            world.tell(cause, about: backup, kind: "VOLUME_BACKUP", request)
        }
    }

    /// Gives the volume or the snapshot back.
    private mutating func release(_ backup: Backup) {
        if let snapshotID = backup.snapshotID {
            setSnapshot(snapshotID, "available")
        } else {
            set(backup.volumeID, "available")
        }
    }
}
