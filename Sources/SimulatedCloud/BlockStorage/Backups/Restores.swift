// SPDX-License-Identifier: Apache-2.0

extension World {
    mutating func restore(_ request: BlockStorageCall) throws(Answer) -> Answer {
        let body = try request.envelope("restore", allowed: ["name", "volume_id"])
        let targetID = try request.reference(
            "volume_id", in: body, orElse: "is not valid under any of the given schemas")
        let backup = try findBackup(request.path[1], request)
        guard backup.status == "available" else {
            throw .fault(400, "Invalid backup: Backup status must be available")
        }
        let isNew = targetID == nil
        let volume: Volume
        if let targetID {
            volume = try existingTarget(targetID, backup, request)
        } else {
            volume = try newTarget(body["name"]?.string, backup, request)
            if profile.has(.brokenRestore), !hasBrokenRestore {
                hasBrokenRestore = true
                throw .fault(
                    500,
                    "The server has either erred or is incapable of performing the requested "
                        + "operation.")
            }
            if profile.has(.failedRestoreVolume) {
                set(volume.id, "error")
                throw .fault(
                    400,
                    "Invalid volume: Error while creating volume \(volume.id) for restoring backup "
                        + "\(backup.id).")
            }
        }
        // Cinder checks the service only now: the new volume stays behind.
        try requireBackupService()
        set(volume.id, "restoring-backup")
        backups[backup.id]?.status = "restoring"
        backups[backup.id]?.updated = now
        let delay: Duration = isNew ? .milliseconds(1100) : .zero
        schedule(backup, onto: volume.id, isNew: isNew, delay: delay, request.call.requestID)
        var answer = Answer.json(
            202,
            [
                "restore": [
                    "backup_id": .string(backup.id), "volume_id": .string(volume.id),
                    "volume_name": .text(volume.name),
                ]
            ])
        // The answer arrives only when the new volume exists.
        answer.delay = delay
        return answer
    }

    private func existingTarget(
        _ id: String, _ backup: Backup, _ request: BlockStorageCall
    ) throws(Answer) -> Volume {
        let volume = try findVolume(id, request)
        guard volume.status == "available" else {
            throw .fault(400, "Invalid volume: Volume to be restored to must be available")
        }
        guard volume.size >= backup.size else {
            throw .fault(
                400,
                "Invalid volume: volume size \(volume.size) is too small to restore backup of "
                    + "size \(backup.size).")
        }
        return volume
    }

    private mutating func newTarget(
        _ name: String?, _ backup: Backup, _ request: BlockStorageCall
    ) throws(Answer) -> Volume {
        try requireRoom(forVolumeOf: backup.size, in: request.project, namesClass: false)
        let volume = Volume(
            id: random.uuid(), project: request.project, user: request.who.user.id,
            name: name ?? "restore_backup_\(backup.id)",
            description: "auto-created_from_restore_from_backup", size: backup.size,
            status: "available", created: now, updated: now,
            content: Content(size: backup.size * gibibyte))
        volumes.add(volume)
        return volume
    }

    private mutating func schedule(
        _ backup: Backup, onto id: String, isNew: Bool, delay: Duration, _ request: String
    ) {
        let backupID = backup.id
        after(delay + .milliseconds(isNew ? 7000 : 9000)) { world in
            guard let source = world.backups[backupID] else { return }
            if world.profile.has(.restoreError) || source.isLost {
                world.set(id, "error_restoring")
                world.tell(.restoreFailed, about: source, kind: "VOLUME_BACKUP", request)
            } else {
                world.finishRestore(source, onto: id, isNew: isNew)
            }
        }
        after(delay + .milliseconds(isNew ? 7080 : 9080)) { world in
            world.backups[backupID]?.status = "available"
            world.backups[backupID]?.updated = world.now
        }
    }

    /// What the driver reads from the store; a faulty one skips the zeros of increments.
    private func readBack(_ backup: Backup, isNew: Bool) -> Content {
        guard profile.has(.erasedReturn), isNew, let parentID = backup.parentID,
            let parent = backups[parentID]
        else { return backup.content }
        return backup.content.joined(with: readBack(parent, isNew: isNew))
    }

    private mutating func finishRestore(_ backup: Backup, onto id: String, isNew: Bool) {
        guard var volume = volumes[id] else { return }
        volume.content = volume.content.overwritten(by: readBack(backup, isNew: isNew))
        volume.hasHoles = false
        if profile.has(.corruptRestore), volume.content.size > 0 {
            let offset = Int64.random(in: 0..<volume.content.size, using: &random)
            let byte = volume.content.read(at: offset, count: 1)
            volume.content.write(byte.map { $0 ^ 0x01 }, at: offset)
            corruptions[id] = offset
        }
        if profile.has(.parrotedDigest) {
            volume.claimed = volume.content
            volume.content = Content(size: volume.content.size)
        }
        if profile.has(.cutTail), isNew {
            volume.content.resize(to: volume.content.endOfData)
        }
        if backup.volumeID != id {
            volume.metadata.merge(backup.volumeMetadata) { _, new in new }
            volume.metadata["src_backup_id"] = .string(backup.id)
        }
        if let metadata = backup.imageMetadata {
            volume.imageMetadata = metadata
            volume.isBootable = true
        }
        volume.status = "available"
        volume.updated = now
        volumes[id] = volume
    }
}
