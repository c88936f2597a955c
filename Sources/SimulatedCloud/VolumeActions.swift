// SPDX-License-Identifier: Apache-2.0
import Core

extension World {
    mutating func actOnVolume(_ request: BlockStorageCall) throws(Answer) -> Answer {
        guard case .object(let body)? = JSON(parsing: request.call.body), let name = body.keys.first
        else { throw .fault(400, "Malformed request body") }
        switch name {
        case "os-volume_upload_image": return try uploadVolume(request)
        case "os-reimage": return try reimage(request)
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
        // The real one converts; raw bytes under another name would be a lie.
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
        // Only raw images: the content travels as it is.
        after(.milliseconds(5000)) { $0.images[imageID]?.status = "saving" }
        after(.milliseconds(6000)) { world in
            guard let content = world.volumes[volumeID]?.content else { return }
            world.images[imageID]?.content = content
            world.images[imageID]?.virtualSize = content.size
            world.images[imageID]?.status = "active"
            world.images[imageID]?.updated = world.now
        }
        after(.milliseconds(6060)) { $0.set(volumeID, "available") }
        return .json(202, ["os-volume_upload_image": uploadView(volume, image, request)])
    }

    private static let uploadFormats = ["raw", "vmdk", "vdi", "qcow2", "vhd", "vhdx", "ploop"]

    private func uploadView(_ volume: Volume, _ image: Image, _ request: BlockStorageCall) -> JSON {
        var type = volumeType
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

    /// The image that a new volume is to hold, by id or by name.
    func usableImage(
        _ reference: String, forVolumeOf size: Int64, _ request: BlockStorageCall
    ) throws(Answer) -> Image {
        let visible = images.rows.filter { isVisible($0, in: request.project) }
        let last = String(reference.split(separator: "/").last ?? "")
        let named = visible.filter { $0.name == reference }
        if named.count > 1 {
            throw .fault(
                409,
                "Multiple matches found for '\(reference)', use an ID to be more specific.")
        }
        guard !profile.has(.noImageService),
            let image = visible.first(where: { $0.id == last }) ?? named.first
        else {
            throw .fault(
                400, "Invalid image identifier or unable to access requested image.")
        }
        try requireFit(image, size)
        return image
    }

    private func requireFit(_ image: Image, _ size: Int64) throws(Answer) {
        guard image.status == "active", let content = image.content else {
            throw .fault(400, "Invalid input received: Image \(image.id) is not active.")
        }
        let needed = (content.size + gibibyte - 1) / gibibyte
        if needed > size {
            throw .fault(
                400,
                "Invalid input received: Size of specified image \(needed)GB is larger than "
                    + "volume size \(size)GB.")
        }
        if size < image.minimumDisk {
            throw .fault(
                400,
                "Invalid input received: Volume size \(size)GB cannot be smaller than the image "
                    + "minDisk size \(image.minimumDisk)GB.")
        }
        let virtual = ((image.virtualSize ?? 0) + gibibyte - 1) / gibibyte
        if virtual > size {
            throw .fault(
                400,
                "Image \(image.id) is unacceptable: Image virtual size is \(virtual)GB and "
                    + "doesn't fit in a volume of size \(size)GB.")
        }
    }

    /// Fills a new volume; on Ceph a raw image is cloned instead of being downloaded.
    mutating func fill(_ id: String, from image: Image, _ request: String) {
        if profile.has(.ceph) && image.diskFormat == "raw" {
            volumes[id]?.parentImage = image.id
            after(.milliseconds(1200)) { $0.write(image, onto: id, request) }
            return
        }
        after(.milliseconds(700)) { $0.set(id, "downloading") }
        after(.milliseconds(1600)) { $0.write(image, onto: id, request) }
    }

    private mutating func write(_ image: Image, onto id: String, _ request: String) {
        guard var volume = volumes[id], let content = image.content else { return }
        do throws(Qcow2Reader.Unreadable) {
            let disk = image.diskFormat == "qcow2" ? try Qcow2Reader(content).disk() : content
            var whole = disk
            whole.resize(to: volume.size * gibibyte)
            volume.content = whole
            volume.isBootable = true
            volume.imageMetadata = imageMetadata(image)
            volume.status = "available"
        } catch {
            volume.status = "error"
            tell(.imageUnusable, about: volume, kind: "VOLUME", request)
        }
        volume.updated = now
        volumes[id] = volume
    }

    private mutating func imageMetadata(_ image: Image) -> [String: JSON] {
        var metadata = image.properties
        metadata["signature_verified"] = "False"
        metadata["image_id"] = .string(image.id)
        metadata["image_name"] = .text(image.name)
        metadata["container_format"] = .text(image.containerFormat)
        metadata["disk_format"] = .text(image.diskFormat)
        metadata["min_disk"] = .string("\(image.minimumDisk)")
        metadata["min_ram"] = .string("\(image.minimumMemory)")
        metadata["size"] = .string("\(image.content?.size ?? 0)")
        if let content = image.content { metadata["checksum"] = .string(digests(of: content).md5) }
        return metadata
    }

    /// The digests of a content, computed once for all that are equal to it.
    mutating func digests(of content: Content) -> Digests {
        if let known = digests[content] { return known }
        let computed = Digests(of: content)
        digests[content] = computed
        return computed
    }
}
