// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

extension World {
    mutating func image(_ call: Call) throws(Answer) -> Answer {
        if call.path.isEmpty { return Self.imageVersions(status: 300) }
        if call.path == ["versions"] { return Self.imageVersions(status: 200) }
        let who = try imageCaller(call)
        let project = who.project?.id ?? ""
        guard call.path[0] == "v2" else { throw .unknownPath }
        switch (call.method, call.path.dropFirst().first, call.path.count) {
        case (.get, "images", 2): return try listImages(call, project)
        case (.post, "images", 2): return try createImage(call, who)
        case (.get, "images", 3):
            return .json(200, view(try visibleImage(call.path[2], project)))
        case (.delete, "images", 3): return try deleteImage(call.path[2], project)
        case (.get, "images", 4) where call.path[3] == "file":
            return try download(call, project)
        case (.get, "schemas", 3) where call.path[2] == "image": return .json(200, imageSchema)
        case (.get, "info", 3): return try information(call.path[2])
        default: throw .unknownPath
        }
    }

    mutating func imageCaller(_ call: Call) throws(Answer) -> Identity {
        var refusal = Answer.page(
            401,
            "This server could not verify that you are authorized to access the document you "
                + "requested. Either you supplied the wrong credentials (e.g., bad password), or "
                + "your browser does not understand how to supply the credentials required.")
        refusal.headers.append(Answer.challenge)
        return try caller(call, orElse: refusal)
    }

    func isVisible(_ image: Image, in project: String) -> Bool {
        image.project == project || image.visibility == "public"
            || image.visibility == "community"
    }

    func visibleImage(_ id: String, _ project: String) throws(Answer) -> Image {
        guard let image = images[id], isVisible(image, in: project) else {
            throw .page(404, "No image found with ID \(id)")
        }
        return image
    }

    private mutating func createImage(_ call: Call, _ who: Identity) throws(Answer) -> Answer {
        guard !profile.has(.imageUploadForbidden),
            who.roles.contains("member") || who.roles.contains("admin")
        else {
            throw .page(403, "You are not authorized to complete add_image action.")
        }
        guard case .object(var body)? = JSON(parsing: call.body) else {
            throw .page(400, "Malformed JSON in request body.")
        }
        var image = Image(
            id: random.uuid(), project: who.project?.id ?? "", created: now, updated: now)
        if let id = body.removeValue(forKey: "id")?.string {
            guard images[id] == nil else {
                throw .page(409, "Image ID \(id) already exists!")
            }
            image = Image(id: id, project: image.project, created: now, updated: now)
        }
        image.name = body.removeValue(forKey: "name")?.string
        image.diskFormat = body.removeValue(forKey: "disk_format")?.string
        image.containerFormat = body.removeValue(forKey: "container_format")?.string
        image.visibility = body.removeValue(forKey: "visibility")?.string ?? "shared"
        image.isProtected = body.removeValue(forKey: "protected")?.flag ?? false
        image.isHidden = body.removeValue(forKey: "os_hidden")?.flag ?? false
        image.minimumDisk = body.removeValue(forKey: "min_disk")?.int ?? 0
        image.minimumMemory = body.removeValue(forKey: "min_ram")?.int ?? 0
        if case .array(let tags)? = body.removeValue(forKey: "tags") { image.tags = tags }
        if let format = image.diskFormat, !diskFormats.contains(format) {
            throw mismatch("'\(format)' is not one of \(diskFormatList.python)", "disk_format")
        }
        if let wrong = body.sorted(by: { $0.key < $1.key }).first(where: { $0.value.string == nil })
        {
            throw mismatch("\(wrong.value.python) is not of type 'string'", wrong.key)
        }
        if image.visibility == "public", !who.roles.contains("admin") {
            throw .page(403, "You are not authorized to complete publicize_image action.")
        }
        image.properties = body
        images.add(image)
        var answer = Answer.json(201, view(image))
        answer.headers += [
            ("Location", "\(Host.image.text)/v2/images/\(image.id)"),
            ("OpenStack-image-import-methods", "glance-direct,web-download,copy-image"),
            ("OpenStack-image-store-ids", profile.has(.ceph) ? "ceph" : "file"),
        ]
        return answer
    }

    private func mismatch(_ problem: String, _ field: String) -> Answer {
        .page(
            400,
            "Provided object does not match schema 'image': \(problem)\n\nOn instance"
                + "['\(field)']")
    }

    private mutating func deleteImage(_ id: String, _ project: String) throws(Answer) -> Answer {
        guard let image = images[id], image.project == project else {
            throw .page(404, "Failed to find image \(id) to delete")
        }
        if image.isProtected {
            throw .page(403, "Image \(id) is protected and cannot be deleted.")
        }
        if profile.has(.ceph), volumes.rows.contains(where: { $0.parentImage == id }) {
            throw .page(
                409,
                "Image \(id) could not be deleted because it is in use: The image cannot be "
                    + "deleted because it is in use through the backend store outside of Glance.")
        }
        images[id] = nil
        return Answer(status: 204)
    }

    private func information(_ what: String) throws(Answer) -> Answer {
        switch what {
        case "import":
            return .json(
                200,
                [
                    "import-methods": [
                        "description": "Import methods available.", "type": "array",
                        "value": ["glance-direct", "web-download", "copy-image"],
                    ]
                ])
        case "stores":
            let id: JSON = profile.has(.ceph) ? "ceph" : "file"
            return .json(200, ["stores": [["id": id, "default": "true"]]])
        case "usage": return .json(200, ["usage": [:]])
        default: throw .unknownPath
        }
    }

    mutating func view(_ image: Image) -> JSON {
        var digests: Digests?
        if image.status == "active", let content = image.content {
            digests = image.digests ?? self.digests(of: content)
        }
        let isTold = image.status == "active" && !profile.has(.sizeless)
        let size = isTold ? image.content?.size : nil
        let hasHash = digests != nil && image.hasHash && !profile.has(.hashless)
        let path = "/v2/images/\(image.id)"
        var view = image.properties
        let own: [String: JSON] = [
            "name": .text(image.name), "disk_format": .text(image.diskFormat),
            "container_format": .text(image.containerFormat),
            "visibility": .string(image.visibility), "size": size.map(JSON.int) ?? .null,
            "virtual_size": image.virtualSize.map(JSON.int) ?? .null,
            "status": .string(image.status), "checksum": .text(digests?.md5),
            "protected": .bool(image.isProtected), "min_ram": .int(image.minimumMemory),
            "min_disk": .int(image.minimumDisk), "owner": .string(image.project),
            "os_hidden": .bool(image.isHidden), "os_hash_algo": hasHash ? "sha512" : .null,
            "os_hash_value": hasHash ? .text(digests?.sha512) : .null, "id": .string(image.id),
            "created_at": .string(dateText(image.created) + "Z"),
            "updated_at": .string(dateText(image.updated ?? image.created) + "Z"),
            "tags": .array(image.tags), "self": .string(path), "file": .string(path + "/file"),
            "schema": "/v2/schemas/image",
        ]
        view.merge(own) { _, mine in mine }
        if image.status == "active" {
            view["stores"] = profile.has(.ceph) ? "ceph" : "file"
            if profile.has(.ceph) {
                view["direct_url"] = .string("rbd://simulated/images/\(image.id)/snap")
            }
        }
        return .object(view)
    }
}
