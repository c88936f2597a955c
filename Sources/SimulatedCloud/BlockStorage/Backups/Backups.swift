// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSHTTP

extension World {
    mutating func backups(_ request: BlockStorageCall) throws(Answer) -> Answer {
        let rest = request.path.dropFirst()
        switch (request.call.method, rest.count) {
        case (.get, 0...1) where rest.isEmpty || rest.first == "detail":
            return try list(
                backups, "backups", what: "Backup", request,
                filters: ["volume_id": { $0.volumeID }],
                summary: { self.summary($0, "backups") }, detail: { self.view($0, request) })
        case (.post, 0): return try createBackup(request)
        case (.get, 1):
            return .json(200, ["backup": view(try findBackup(request.path[1], request), request)])
        case (.delete, 1): return try deleteBackup(request)
        case (.post, 2) where rest.last == "restore": return try restore(request)
        default: throw .unknownPath
        }
    }

    func findBackup(_ id: String, _ request: BlockStorageCall) throws(Answer) -> Backup {
        guard let backup = backups[id],
            backup.project == request.project || request.isAdmin
        else { throw .notFound("Backup \(id)") }
        return backup
    }

    private mutating func createBackup(_ request: BlockStorageCall) throws(Answer) -> Answer {
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

    /// What the backup's store receives, faults of its driver included.
    private func stored(_ volume: Volume, _ snapshot: Snapshot?, _ parent: Backup?) -> Content {
        var content = snapshot?.content ?? volume.content
        let mine = snapshots.rows.filter { $0.volumeID == volume.id }
        if profile.has(.snapshotTopLayer), snapshot == nil,
            let newest = mine.max(by: { $0.created < $1.created })
        {
            content = content.changes(since: newest.content)
        }
        // Ceph's base image keeps the data of a deleted increment; only writes cover them.
        if profile.has(.staleIncrement) || profile.has(.ceph) && volume.hasHoles, let parent,
            let ghost = ghosts[volume.id]
        {
            content = content.haunted(by: ghost, parent: parent.content)
        }
        return content
    }

    /// Schedules the end of the backup, good or bad.
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
            // All backups of one volume's snapshots share a name in the store.
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

    /// Releases the volume or the snapshot.
    private mutating func release(_ backup: Backup) {
        if let snapshotID = backup.snapshotID {
            setSnapshot(snapshotID, "available")
        } else {
            set(backup.volumeID, "available")
        }
    }

    private mutating func deleteBackup(_ request: BlockStorageCall) throws(Answer) -> Answer {
        let backup = try findBackup(request.path[1], request)
        guard ["available", "error"].contains(backup.status) else {
            throw .fault(400, "Invalid backup: Backup status must be available or error")
        }
        guard !hasDependents(backup) else {
            throw .fault(400, "Invalid backup: Incremental backups exist for this backup.")
        }
        try requireBackupService()
        let id = backup.id
        backups[id]?.status = "deleting"
        backups[id]?.updated = now
        after(.milliseconds(600)) { $0.remove(backup) }
        return Answer(status: 202)
    }

    /// Cinder answers 404 if there is no backup service.
    func requireBackupService() throws(Answer) {
        if profile.has(.backupServiceMissing) { throw .notFound("Service cinder-backup") }
    }

    private mutating func remove(_ backup: Backup) {
        backups[backup.id] = nil
        if let base = snapshotBases[backup.volumeID], backup.snapshotID != nil {
            // A failed backup of a snapshot has the same name as the good one.
            if base != backup.id { backups[base]?.isLost = true }
            snapshotBases[backup.volumeID] = nil
        }
        if profile.has(.staleIncrement) || profile.has(.ceph), let parentID = backup.parentID,
            let parent = backups[parentID]
        {
            let left = backup.content.changes(since: parent.content)
            ghosts[backup.volumeID] = ghosts[backup.volumeID].map { left.joined(with: $0) } ?? left
        }
    }

    private func hasDependents(_ backup: Backup) -> Bool {
        backups.rows.contains { $0.parentID == backup.id }
    }

    private func view(_ backup: Backup, _ request: BlockStorageCall) -> JSON {
        var view: [String: JSON] = [
            "id": .string(backup.id), "status": .string(backup.status),
            "size": profile.has(.sizeless) ? .null : .int(backup.size),
            "object_count": .int(backup.objectCount), "availability_zone": .text(backup.zone),
            "container": .text(backup.container), "created_at": stamp(backup.created),
            "updated_at": stamp(backup.updated), "name": .text(backup.name),
            "description": .text(backup.description), "fail_reason": .text(backup.failReason),
            "volume_id": .string(backup.volumeID), "links": links("backups", backup),
            "is_incremental": .bool(backup.parentID != nil),
            "has_dependent_backups": .bool(hasDependents(backup)),
            "snapshot_id": .text(backup.snapshotID),
            "data_timestamp": stamp(backup.dataTimestamp),
        ]
        if request.version.isAtLeast(43) { view["metadata"] = .object(backup.metadata) }
        if request.isAdmin, request.version.isAtLeast(18) {
            view["os-backup-project-attr:project_id"] = .string(backup.project)
        }
        return .object(view)
    }
}
