// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

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
