// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension World {
    mutating func actOnVolume(_ request: BlockStorageCall) throws(Answer) -> Answer {
        guard case .object(let body)? = JSON(parsing: request.call.body), let name = body.keys.first
        else { throw .fault(400, "Malformed request body") }
        switch name {
        case "os-volume_upload_image": return try uploadVolume(request)
        case "os-reimage": return try reimage(request)
        case "revert": return try revert(request)
        case "os-extend": return try extend(request)
        default:
            throw .fault(
                400,
                "There is no such action: \(name). Verify the request body and Content-Type "
                    + "header and try again.")
        }
    }

    private mutating func uploadVolume(_ request: BlockStorageCall) throws(Answer) -> Answer {
        var allowed: Set = ["image_name", "force", "container_format", "disk_format"]
        if request.version.isAtLeast(1) { allowed.formUnion(["visibility", "protected"]) }
        let body = try request.envelope(
            "os-volume_upload_image", required: ["image_name"], allowed: allowed)
        let format = body["disk_format"]?.string ?? "raw"
        guard Self.uploadFormats.contains(format) else {
            let known = JSON.array(Self.uploadFormats.map(JSON.string)).python
            throw request.invalid(
                "disk_format", .string(format), "'\(format)' is not one of \(known)")
        }
        let volume = try findVolume(request.path[1], request)
        guard volume.status == "available" else {
            throw .fault(
                400, "Invalid volume: Volume \(volume.id) status must be available")
        }
        // The real one converts; raw bytes in another format would be a lie.
        guard format == "raw" else {
            throw .fault(400, "The simulated cloud uploads volumes as raw images only.")
        }
        if profile.has(.noImageService) || profile.has(.imageUploadForbidden) {
            throw .fault(400, "Not authorized.")
        }
        let image = Image(
            id: random.uuid(), project: request.project, name: body["image_name"]?.string,
            created: now, updated: now, diskFormat: format,
            containerFormat: body["container_format"]?.string ?? "bare",
            visibility: body["visibility"]?.string ?? "private",
            isProtected: body["protected"]?.flag ?? false)
        images.add(image)
        set(volume.id, "uploading")
        let (volumeID, imageID) = (volume.id, image.id)
        // Only raw images: the content is copied unchanged.
        after(.milliseconds(5000)) { $0.images[imageID]?.status = "saving" }
        after(.milliseconds(6000)) { world in
            guard let content = world.volumes[volumeID]?.content else { return }
            world.images[imageID]?.content = content
            if let claimed = world.volumes[volumeID]?.claimed {
                let digests = world.digests(of: claimed)
                world.images[imageID]?.digests = digests
            }
            world.images[imageID]?.virtualSize = content.size
            world.images[imageID]?.status = "active"
            world.images[imageID]?.updated = world.now
        }
        after(.milliseconds(6060)) { $0.set(volumeID, "available") }
        return .json(202, ["os-volume_upload_image": uploadView(volume, image, request)])
    }

    private static let uploadFormats = ["raw", "vmdk", "vdi", "qcow2", "vhd", "vhdx", "ploop"]

    private func uploadView(_ volume: Volume, _ image: Image, _ request: BlockStorageCall) -> JSON {
        var type = volumeType(volume.type).map(view) ?? [:]
        type["qos_specs_id"] = .null
        type["created_at"] = stamp(.zero)
        type["updated_at"] = stamp(.zero)
        type["deleted_at"] = .null
        type["deleted"] = false
        var view: [String: JSON] = [
            "id": .string(volume.id), "updated_at": stamp(volume.updated), "status": "uploading",
            "display_description": .text(volume.description), "size": .int(volume.size),
            "volume_type": .object(type), "image_id": .string(image.id),
            "container_format": .text(image.containerFormat),
            "disk_format": .text(image.diskFormat), "image_name": .text(image.name),
        ]
        if request.version.isAtLeast(1) {
            view["protected"] = .bool(image.isProtected)
            view["visibility"] = .string(image.visibility)
        }
        return .object(view)
    }

    private mutating func reimage(_ request: BlockStorageCall) throws(Answer) -> Answer {
        guard request.version.isAtLeast(68) else { throw .notInVersion }
        let body = try request.envelope(
            "os-reimage", required: ["image_id"], allowed: ["image_id", "reimage_reserved"])
        let volume = try findVolume(request.path[1], request)
        let id = body["image_id"]?.string ?? ""
        guard let image = images[id], isVisible(image, in: request.project) else {
            throw .notFound("Image \(id)")
        }
        guard ["available", "error"].contains(volume.status) else {
            throw .fault(
                400,
                "Invalid volume: Volume \(volume.id) status must be available or error, but "
                    + "current status is \(volume.status).")
        }
        try requireFit(image, volume.size)
        set(volume.id, "downloading")
        let volumeID = volume.id
        let requestID = request.call.requestID
        after(.milliseconds(1500)) { $0.write(image, onto: volumeID, requestID) }
        return Answer(status: 202)
    }

    private mutating func revert(_ request: BlockStorageCall) throws(Answer) -> Answer {
        guard request.version.isAtLeast(40) else { throw .notInVersion }
        let body = try request.envelope("revert", required: [], allowed: ["snapshot_id"])
        let volume = try findVolume(request.path[1], request)
        let mine = snapshots.rows.filter { $0.volumeID == volume.id }
        guard let newest = mine.max(by: { $0.created < $1.created }) else {
            throw .fault(400, "Volume \(volume.id) doesn't have any snapshots.")
        }
        let asked = body["snapshot_id"]?.string
        guard asked == newest.id else {
            throw .fault(
                400,
                "Specified snapshot \(asked ?? "None") is None or not the latest one of volume "
                    + "\(volume.id).")
        }
        guard volume.status == "available" else {
            throw .fault(
                409,
                "Invalid volume: Status \(volume.status) is not allowed for reverting a volume.")
        }
        set(volume.id, "reverting")
        setSnapshot(newest.id, "restoring")
        let id = volume.id
        after(.milliseconds(600)) { world in
            world.volumes[id]?.content = newest.content
            world.volumes[id]?.hasHoles = true
            world.set(id, "available")
            world.setSnapshot(newest.id, "available")
        }
        return Answer(status: 202)
    }

    private mutating func extend(_ request: BlockStorageCall) throws(Answer) -> Answer {
        let body = try request.envelope(
            "os-extend", required: ["new_size"], allowed: ["new_size"])
        let volume = try findVolume(request.path[1], request)
        let size = body["new_size"]?.int ?? 0
        guard size > volume.size else {
            throw .fault(
                400,
                "Invalid input received: New size for extend must be greater than current size. "
                    + "(current: \(volume.size), extended: \(size)).")
        }
        guard volume.status == "available" else {
            throw .fault(
                400,
                "Invalid volume: Volume \(volume.id) status must be '{'status': 'available'}' to "
                    + "extend, currently \(volume.status).")
        }
        let used = usage(request.project).gigabytes
        guard used + size - volume.size <= limits.gigabytes else {
            throw .fault(
                413,
                "VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed "
                    + "gigabytes quota. Requested \(size - volume.size)G, quota is "
                    + "\(limits.gigabytes)G and \(used)G has been consumed.")
        }
        set(volume.id, "extending")
        let id = volume.id
        after(.milliseconds(500)) { world in
            world.volumes[id]?.size = size
            world.volumes[id]?.content.resize(to: size * world.gibibyte)
            world.set(id, "available")
        }
        return Answer(status: 202)
    }
}
