// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

extension World {
    mutating func volumes(_ request: BlockStorageCall) throws(Answer) -> Answer {
        let rest = request.path.dropFirst()
        switch (request.call.method, rest.count) {
        case (.get, 0...1) where rest.isEmpty || rest.first == "detail":
            return try list(
                volumes, "volumes", what: "Volume", request,
                summary: { self.summary($0, "volumes") },
                detail: { self.view($0, request) })
        case (.post, 0): return try createVolume(request)
        case (.get, 1):
            let volume = try findVolume(request.path[1], request)
            return .json(200, ["volume": view(volume, request)])
        case (.put, 1): return try renameVolume(request)
        case (.delete, 1): return try deleteVolume(request)
        case (.post, 2) where rest.last == "action": return try actOnVolume(request)
        default: throw .unknownPath
        }
    }

    func findVolume(_ id: String, _ request: BlockStorageCall) throws(Answer) -> Volume {
        guard let volume = volumes[id],
            volume.project == request.project || request.isAdmin
        else { throw .notFound("Volume \(id)") }
        return volume
    }

    private mutating func createVolume(_ request: BlockStorageCall) throws(Answer) -> Answer {
        let body = try request.envelope("volume", allowed: Self.volumeFields)
        let schema = "is not valid under any of the given schemas"
        let snapshotID = try request.reference("snapshot_id", in: body, orElse: schema)
        let sourceID = try request.reference("source_volid", in: body, orElse: schema)
        let typeName = body["volume_type"]?.string ?? VolumeType.standardName
        guard let type = volumeType(typeName) else {
            throw .notFound("Volume type with name \(typeName)")
        }
        let snapshot = try snapshotID.map { id throws(Answer) in try findSnapshot(id, request) }
        let source = try sourceID.map { id throws(Answer) in try findVolume(id, request) }
        if let snapshot, snapshot.status != "available" {
            throw .fault(
                400,
                "Invalid snapshot: Originating snapshot status must be one of 'available' values")
        }
        let size = try volumeSize(body, request, least: snapshot?.size ?? source?.size)
        let reference = body["imageRef"]?.string ?? body["image_id"]?.string
        let image = try reference.map { ref throws(Answer) in
            try usableImage(ref, forVolumeOf: size, request)
        }
        try requireRoom(forVolumeOf: size, in: request.project)
        var volume = Volume(
            id: random.uuid(), project: request.project, user: request.who.user.id,
            name: body["name"]?.string, description: body["description"]?.string, size: size,
            created: now, snapshotID: snapshotID, sourceID: sourceID,
            content: snapshot?.content ?? source?.content ?? Content(size: 0))
        volume.content.resize(to: size * gibibyte)
        volume.type = type.name
        if case .object(let metadata)? = body["metadata"] { volume.metadata = metadata }
        volumes.add(volume)
        let id = volume.id
        if let image {
            fill(id, from: image, request.call.requestID)
        } else {
            after(.milliseconds(800)) { $0.set(id, "available") }
        }
        return .json(202, ["volume": view(volume, request, isNew: true)])
    }

    private static let volumeFields: Set<String> = [
        "name", "description", "size", "imageRef", "image_id", "snapshot_id", "source_volid",
        "volume_type", "availability_zone", "metadata", "multiattach", "consistencygroup_id",
        "display_name", "display_description", "group_id",
        "OS-SCH-HNT:scheduler_hints",
    ]

    private func volumeSize(
        _ body: [String: JSON], _ request: BlockStorageCall, least: Int64?
    ) throws(Answer) -> Int64 {
        guard let asked = body["size"], !asked.isNull else {
            if let least { return least }
            throw .fault(
                400,
                "The server could not comply with the request since it is either malformed or "
                    + "otherwise incorrect.")
        }
        guard let size = asked.int else {
            throw request.invalid("size", asked, "\(asked.python) does not match '^[0-9]+$'")
        }
        guard size >= 1 else {
            throw request.invalid("size", asked, "\(size) is less than the minimum of 1")
        }
        if let least, size < least {
            throw .fault(
                400,
                "Invalid input received: Invalid volume size provided for create request: "
                    + "\(size) (size must be at least the size of its origin, \(least)GB).")
        }
        return size
    }

    private mutating func renameVolume(_ request: BlockStorageCall) throws(Answer) -> Answer {
        var volume = try findVolume(request.path[1], request)
        let body = try request.envelope(
            "volume", allowed: ["name", "description", "metadata", "display_name"])
        if let name = body["name"] { volume.name = name.string }
        if let description = body["description"] { volume.description = description.string }
        if case .object(let metadata)? = body["metadata"] { volume.metadata = metadata }
        volume.updated = now
        volumes[volume.id] = volume
        return .json(200, ["volume": view(volume, request)])
    }

    private mutating func deleteVolume(_ request: BlockStorageCall) throws(Answer) -> Answer {
        let volume = try findVolume(request.path[1], request)
        let cascades = JSON.text(request.call.parameter("cascade")).flag ?? false
        let mine = snapshots.rows.filter { $0.volumeID == volume.id }
        let isDeletable = ["available", "error", "error_restoring", "error_extending"]
            .contains(volume.status)
        guard isDeletable, mine.isEmpty || cascades else {
            throw .fault(
                400,
                "Invalid volume: Volume status must be available or error or error_restoring or "
                    + "error_extending or error_managing and must not be migrating, attached, "
                    + "belong to a group, have snapshots, awaiting a transfer, or be "
                    + "disassociated from snapshots after volume transfer.")
        }
        let id = volume.id
        set(id, "deleting")
        let isStuck = profile.has(.undeletable)
        after(.milliseconds(600)) { world in
            if isStuck {
                world.set(id, "error_deleting")
                return
            }
            for snapshot in mine { world.snapshots[snapshot.id] = nil }
            world.volumes[id] = nil
        }
        return Answer(status: 202)
    }

    /// Sets the status of a volume.
    mutating func set(_ id: String, _ status: String) {
        volumes[id]?.status = status
        volumes[id]?.updated = now
    }

    func summary(_ record: some Record, _ collection: String) -> JSON {
        [
            "id": .string(record.id), "name": .text(record.name),
            "links": links(collection, record),
        ]
    }

    func view(_ volume: Volume, _ request: BlockStorageCall, isNew: Bool = false) -> JSON {
        let isMade = volume.status != "creating"
        var view: [String: JSON] = [
            "id": .string(volume.id), "status": .string(volume.status), "size": .int(volume.size),
            "availability_zone": "nova", "created_at": stamp(volume.created),
            "updated_at": stamp(volume.updated), "name": .text(volume.name),
            "description": .text(volume.description), "volume_type": .string(volume.type),
            "snapshot_id": .text(volume.snapshotID), "source_volid": .text(volume.sourceID),
            "metadata": .object(volume.metadata), "links": links("volumes", volume),
            "user_id": .string(volume.user), "bootable": volume.isBootable ? "true" : "false",
            "encrypted": .bool(volume.isEncrypted), "replication_status": nil,
            "consistencygroup_id": nil,
            "multiattach": false, "attachments": attachments(of: volume),
        ]
        let version = request.version
        if version.isAtLeast(13) { view["group_id"] = .null }
        if version.isAtLeast(48) {
            view["shared_targets"] = .bool(!isMade)
            view["service_uuid"] = isMade ? .string(serviceID) : .null
        }
        if version.isAtLeast(63) { view["volume_type_id"] = .text(volumeType(volume.type)?.id) }
        if version.isAtLeast(65) { view["consumes_quota"] = true }
        if !isNew {
            view["os-vol-tenant-attr:tenant_id"] = .string(volume.project)
            if let metadata = volume.imageMetadata {
                view["volume_image_metadata"] = .object(metadata)
            }
        }
        if request.isAdmin {
            view["migration_status"] = .null
            view["os-vol-host-attr:host"] = "simulated@files#files"
        }
        return .object(view)
    }
}
