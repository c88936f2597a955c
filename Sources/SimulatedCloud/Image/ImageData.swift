// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

extension World {
    /// Starts an upload; returns the image's id.
    mutating func beginUpload(_ call: Call) throws(Answer) -> String {
        let who = try imageCaller(call)
        guard call.path.count == 4, call.path[0] == "v2", call.path[1] == "images" else {
            throw .unknownPath
        }
        let type = call.headers["Content-Type"] ?? ""
        guard type.lowercased() == "application/octet-stream" else {
            throw .page(
                415, "The request media type \(type) is not supported by this server.")
        }
        let id = call.path[2]
        guard let image = images[id], image.project == who.project?.id else {
            throw .page(404, "No image found with ID \(id)")
        }
        guard image.status == "queued" else {
            throw .page(
                409,
                "Image status transition from \(image.status) to saving is not allowed")
        }
        images[id]?.status = "saving"
        return id
    }

    /// Ends an upload: the image becomes active, or queued again if its format is wrong.
    mutating func finishUpload(_ id: String, _ content: Content) -> Answer {
        guard var image = images[id] else {
            return .page(410, "Image \(id) could not be found after upload.")
        }
        do throws(Qcow2Reader.Unreadable) {
            image.virtualSize =
                image.diskFormat == "qcow2" ? try Qcow2Reader(content).virtualSize : content.size
        } catch {
            images[id]?.status = "queued"
            return .page(
                415,
                "The request media type application/octet-stream is not supported by this "
                    + "server.")
        }
        image.content = content
        image.status = "active"
        image.updated = now
        images[id] = image
        var answer = Answer(status: 204)
        answer.delay = Self.transfer(content.size)
        return answer
    }

    func download(_ call: Call, _ project: String) throws(Answer) -> Answer {
        let image = try visibleImage(call.path[2], project)
        guard image.status == "active", let content = image.content else {
            return Answer(status: 204)
        }
        var answer = Answer(
            status: 200, headers: [("Content-Type", "application/octet-stream")],
            body: .content(content, 0..<content.size), delay: Self.transfer(content.size))
        if let md5 = digests[content]?.md5 { answer.headers.append(("Content-MD5", md5)) }
        guard let asked = call.headers["Range"] else { return answer }
        guard !asked.contains(",") else {
            throw .page(
                400,
                "Requests with multiple ranges are not supported in Glance. You may make "
                    + "multiple single-range requests instead.")
        }
        guard let range = Self.range(asked, of: content.size) else {
            throw .page(416, "The Range requested is not available.")
        }
        if profile.has(.ceph) {
            throw .page(
                400,
                "Getting images randomly from this store is not supported. Offset: "
                    + "\(range.lowerBound), length: \(range.count)")
        }
        answer.status = 206
        answer.body = .content(content, range)
        answer.delay = Self.transfer(Int64(range.count))
        answer.headers.append(
            (
                "Content-Range",
                "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(content.size)"
            ))
        return answer
    }

    /// The range of a Range header; nil if it is invalid.
    private static func range(_ header: String, of size: Int64) -> Range<Int64>? {
        let unit = "bytes="
        guard header.hasPrefix(unit) else { return nil }
        let parts = header.dropFirst(unit.count)
            .split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        switch (Int64(parts[0]), Int64(parts[1])) {
        case (let first?, let last?) where first <= last && first < size:
            return first..<(min(last, size - 1) + 1)
        case (let first?, nil) where parts[1].isEmpty && first < size: return first..<size
        case (nil, let count?) where parts[0].isEmpty && count > 0:
            return max(0, size - count)..<size
        default: return nil
        }
    }

    /// The transfer time of so many bytes.
    private static func transfer(_ bytes: Int64) -> Duration {
        .microseconds(bytes / 400)
    }

    var diskFormats: [String] {
        ["ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop"]
            .filter { $0 != "qcow2" || !profile.has(.noQcow2) }
    }

    var diskFormatList: JSON { .array([.null] + diskFormats.map(JSON.string)) }

    /// The part of Glance's schema that clients read: the disk formats.
    var imageSchema: JSON {
        let containers = ["ami", "ari", "aki", "bare", "ovf", "ova", "docker", "compressed"]
        return [
            "name": "image",
            "properties": [
                "id": ["type": "string", "description": "An identifier for the image"],
                "name": [
                    "type": ["null", "string"], "description": "Descriptive name for the image",
                    "maxLength": 255,
                ],
                "disk_format": [
                    "type": ["null", "string"], "description": "Format of the disk",
                    "enum": diskFormatList,
                ],
                "container_format": [
                    "type": ["null", "string"], "description": "Format of the container",
                    "enum": .array([.null] + containers.map(JSON.string)),
                ],
                "visibility": [
                    "type": "string", "description": "Scope of image accessibility",
                    "enum": ["community", "public", "private", "shared"],
                ],
            ],
            "additionalProperties": ["type": "string"],
            "links": [["rel": "self", "href": "{self}"]],
        ]
    }

    static func imageVersions(status: Int) -> Answer {
        let minors = [17, 16, 15, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0].filter { $0 != 16 }
        let versions = minors.map { minor -> JSON in
            [
                "id": .string("v2.\(minor)"), "status": minor == 17 ? "CURRENT" : "SUPPORTED",
                "links": [["rel": "self", "href": .string(Host.image.text + "/v2/")]],
            ]
        }
        return .json(status, ["versions": .array(versions)])
    }
}
