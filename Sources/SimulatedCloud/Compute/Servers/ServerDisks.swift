// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// A disk that a new server requests.
enum DiskWish: Sendable {
    case volume(id: String, isDeletedToo: Bool)
    /// A new volume with the content of an image.
    case image(Image, size: Int64, isDeletedToo: Bool)
    /// A new empty volume.
    case blank(size: Int64, isDeletedToo: Bool)
}

extension World {
    /// Checks the disks of a new server.
    func bootDisks(_ asked: JSON?, _ request: ComputeCall) throws(Answer) -> [DiskWish] {
        guard case .array(let items)? = asked else { return [] }
        var wishes: [DiskWish] = []
        for item in items {
            let id = item["uuid"]?.string ?? ""
            let isDeletedToo = item["delete_on_termination"]?.flag ?? false
            let size = item["volume_size"]?.int ?? 0
            switch (item["source_type"]?.string, item["destination_type"]?.string) {
            case ("volume", _):
                guard let volume = volumes[id], volume.project == request.project else {
                    throw .fault(
                        400, "Block Device Mapping is Invalid: failed to get volume \(id).")
                }
                guard volume.status == "available" else {
                    throw .fault(
                        400,
                        "Invalid volume: volume \(id) is not available, its status is "
                            + "\(volume.status).")
                }
                wishes.append(.volume(id: id, isDeletedToo: isDeletedToo))
            case ("image", "volume"):
                guard let image = images[id], isVisible(image, in: request.project) else {
                    throw .fault(
                        400, "Block Device Mapping is Invalid: failed to get image \(id).")
                }
                guard size > 0 else {
                    throw .fault(
                        400,
                        "Block Device Mapping is Invalid: You must specify volume_size to boot "
                            + "from an image onto a volume.")
                }
                wishes.append(.image(image, size: size, isDeletedToo: isDeletedToo))
            case ("blank", "volume"):
                wishes.append(.blank(size: max(size, 1), isDeletedToo: isDeletedToo))
            case ("image", "local"): break
            default:
                throw .fault(
                    400, "Block Device Mapping is Invalid: the mapping is not supported.")
            }
        }
        return wishes
    }

    /// Starts a server: its volumes, then its guest.
    mutating func build(_ id: String, _ wishes: [DiskWish], requestID: String) {
        if profile.has(.serverError) {
            after(.milliseconds(900)) {
                $0.fail(
                    server: id, "No valid host was found. There are not enough hosts available.")
            }
            return
        }
        let steps = [(300, "block_device_mapping"), (3200, "networking"), (4000, "spawning")]
        for (delay, task) in steps {
            after(.milliseconds(delay)) { world in
                if world.servers[id]?.task != "deleting" { world.servers[id]?.task = task }
            }
        }
        after(.milliseconds(400)) { $0.attach(wishes, to: id, requestID: requestID) }
        if profile.has(.serverStuck) { return }
        after(.milliseconds(6500)) { $0.start(server: id) }
    }

    private mutating func attach(_ wishes: [DiskWish], to id: String, requestID: String) {
        guard let server = servers[id] else { return }
        for (index, wish) in wishes.enumerated() {
            let disk: Server.Disk
            switch wish {
            case .volume(let volume, let isDeletedToo):
                disk = Server.Disk(
                    volume: volume, isDeletedToo: isDeletedToo, isBootDisk: index == 0)
                set(volume, "reserved")
            case .image(let image, let size, let isDeletedToo):
                guard let volume = newVolume(size, for: server, minimum: image.minimumDisk) else {
                    return
                }
                disk = Server.Disk(
                    volume: volume, isDeletedToo: isDeletedToo, isBootDisk: index == 0)
                fill(volume, from: image, requestID)
            case .blank(let size, let isDeletedToo):
                guard let volume = newVolume(size, for: server, minimum: 0) else { return }
                disk = Server.Disk(
                    volume: volume, isDeletedToo: isDeletedToo, isBootDisk: index == 0)
                set(volume, "available")
            }
            servers[id]?.disks.append(disk)
        }
    }

    private mutating func newVolume(_ size: Int64, for server: Server, minimum: Int64) -> String? {
        do throws(Answer) {
            try requireRoom(forVolumeOf: size, in: server.project)
        } catch {
            fail(server: server.id, "Build of instance \(server.id) aborted: VolumeLimitExceeded")
            return nil
        }
        guard size >= minimum else {
            fail(
                server: server.id,
                "Build of instance \(server.id) aborted: Volume size \(size)GB cannot be smaller "
                    + "than the image minDisk size \(minimum)GB.")
            return nil
        }
        let volume = Volume(
            id: random.uuid(), project: server.project, user: server.user, name: "", size: size,
            created: now, content: Content(size: size * gibibyte))
        volumes.add(volume)
        return volume.id
    }

    mutating func fail(server id: String, _ reason: String) {
        servers[id]?.status = "ERROR"
        servers[id]?.task = nil
        servers[id]?.fault = reason
        servers[id]?.updated = now
    }

    private mutating func start(server id: String) {
        guard let server = servers[id], server.status == "BUILD", server.task != "deleting" else {
            return
        }
        for disk in server.disks {
            volumes[disk.volume]?.server = id
            set(disk.volume, "in-use")
        }
        for port in server.ports { network[.port][port]?.status = "ACTIVE" }
        servers[id]?.status = "ACTIVE"
        servers[id]?.task = nil
        servers[id]?.launched = now
        servers[id]?.updated = now
    }
}
