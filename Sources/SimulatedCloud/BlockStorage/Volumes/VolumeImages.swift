// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension World {
    /// The image for a new volume, by id or name.
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

    func requireFit(_ image: Image, _ size: Int64) throws(Answer) {
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

    /// Fills a new volume; on Ceph a raw image is cloned, not downloaded.
    mutating func fill(_ id: String, from image: Image, _ request: String) {
        if profile.has(.ceph) && image.diskFormat == "raw" {
            volumes[id]?.parentImage = image.id
            after(.milliseconds(1200)) { $0.write(image, onto: id, request) }
            return
        }
        after(.milliseconds(700)) { $0.set(id, "downloading") }
        after(.milliseconds(1600)) { $0.write(image, onto: id, request) }
    }

    mutating func write(_ image: Image, onto id: String, _ request: String) {
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

    /// The digests of a content, computed once for all equal ones.
    mutating func digests(of content: Content) -> Digests {
        if let known = digests[content] { return known }
        let computed = computesDigests ? Digests(of: content) : .none
        digests[content] = computed
        return computed
    }
}
