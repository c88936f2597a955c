// SPDX-License-Identifier: Apache-2.0

extension World {
    /// Adds a foreign volume to the project, available at once.
    @discardableResult
    mutating func plantVolume(name: String?, project: String, size: Int64 = 1) -> String {
        let volume = Volume(
            id: random.uuid(), project: project, user: random.hexadecimal(32), name: name,
            size: size, status: "available", created: now, updated: now,
            content: Content(size: size * gibibyte))
        volumes.add(volume)
        return volume.id
    }

    /// Adds a backup of a volume to its project.
    @discardableResult
    mutating func plantBackup(name: String?, of volumeID: String) -> String {
        guard let volume = volumes[volumeID] else { return "" }
        let backup = Backup(
            id: random.uuid(), project: volume.project, user: volume.user, name: name,
            volumeID: volumeID, size: volume.size, status: "available", created: now,
            updated: now, container: "planted", zone: "nova", parentID: nil, snapshotID: nil,
            dataTimestamp: now, content: volume.content)
        backups.add(backup)
        return backup.id
    }

    /// Adds a snapshot of a volume to its project.
    @discardableResult
    mutating func plantSnapshot(name: String?, of volumeID: String) -> String {
        guard let volume = volumes[volumeID] else { return "" }
        let snapshot = Snapshot(
            id: random.uuid(), project: volume.project, user: volume.user, name: name,
            volumeID: volumeID, size: volume.size, status: "available", created: now,
            updated: now, content: volume.content)
        snapshots.add(snapshot)
        return snapshot.id
    }

    /// Adds a small private image to the project.
    @discardableResult
    mutating func plantImage(name: String?, project: String) -> String {
        var content = Content(size: 0)
        content.append(Array("planted".utf8))
        let image = Image(
            id: random.uuid(), project: project, name: name, status: "active", created: now,
            updated: now, diskFormat: "raw", containerFormat: "bare", visibility: "private",
            content: content, virtualSize: content.size)
        images.add(image)
        return image.id
    }
}
