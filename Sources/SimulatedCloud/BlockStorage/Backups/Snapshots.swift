// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

extension World {
    mutating func snapshots(_ request: BlockStorageCall) throws(Answer) -> Answer {
        let rest = request.path.dropFirst()
        switch (request.call.method, rest.count) {
        case (.get, 0...1) where rest.isEmpty || rest.first == "detail":
            return try list(
                snapshots, "snapshots", what: "Snapshot", request,
                filters: ["volume_id": { $0.volumeID }],
                summary: { self.view($0, request) }, detail: { self.view($0, request) })
        case (.post, 0): return try createSnapshot(request)
        case (.get, 1):
            return .json(
                200, ["snapshot": view(try findSnapshot(request.path[1], request), request)])
        case (.delete, 1): return try deleteSnapshot(request)
        default: throw .unknownPath
        }
    }

    func findSnapshot(_ id: String, _ request: BlockStorageCall) throws(Answer) -> Snapshot {
        guard let snapshot = snapshots[id],
            snapshot.project == request.project || request.isAdmin
        else { throw .notFound("Snapshot \(id)") }
        return snapshot
    }

    private mutating func createSnapshot(_ request: BlockStorageCall) throws(Answer) -> Answer {
        let body = try request.envelope(
            "snapshot", required: ["volume_id"],
            allowed: ["volume_id", "name", "description", "force", "metadata", "display_name"])
        let rule = "is not valid under any of the given schemas"
        let id = try request.reference("volume_id", in: body, orElse: rule) ?? ""
        let volume = try findVolume(id, request)
        guard ["available", "in-use"].contains(volume.status) else {
            throw .fault(
                400,
                "Invalid volume: Volume \(id) status must be available, in-use, but current "
                    + "status is: \(volume.status).")
        }
        try requireRoom(forSnapshotOf: volume.size, in: request.project)
        var snapshot = Snapshot(
            id: random.uuid(), project: request.project, user: request.who.user.id,
            name: body["name"]?.string, description: body["description"]?.string, volumeID: id,
            size: volume.size, created: now, content: volume.content)
        if case .object(let metadata)? = body["metadata"] { snapshot.metadata = metadata }
        snapshots.add(snapshot)
        let snapshotID = snapshot.id
        after(.milliseconds(600)) { $0.setSnapshot(snapshotID, "available") }
        return .json(202, ["snapshot": view(snapshot, request, isNew: true)])
    }

    private mutating func deleteSnapshot(_ request: BlockStorageCall) throws(Answer) -> Answer {
        let snapshot = try findSnapshot(request.path[1], request)
        guard ["available", "error"].contains(snapshot.status) else {
            throw .fault(
                400,
                "Invalid snapshot: Snapshot status must be available or error and must not be "
                    + "part of a group.")
        }
        let id = snapshot.id
        setSnapshot(id, "deleting")
        after(.milliseconds(600)) { $0.snapshots[id] = nil }
        return Answer(status: 202)
    }

    /// Sets the status of a snapshot.
    mutating func setSnapshot(_ id: String, _ status: String) {
        snapshots[id]?.status = status
        snapshots[id]?.updated = now
    }

    private func view(
        _ snapshot: Snapshot, _ request: BlockStorageCall, isNew: Bool = false
    ) -> JSON {
        var view: [String: JSON] = [
            "id": .string(snapshot.id), "created_at": stamp(snapshot.created),
            "updated_at": stamp(snapshot.updated), "name": .text(snapshot.name),
            "description": .text(snapshot.description), "volume_id": .string(snapshot.volumeID),
            "status": .string(snapshot.status), "size": .int(snapshot.size),
            "metadata": .object(snapshot.metadata),
        ]
        if request.version.isAtLeast(14) { view["group_snapshot_id"] = .null }
        if request.version.isAtLeast(41) { view["user_id"] = .string(snapshot.user) }
        if request.version.isAtLeast(65) { view["consumes_quota"] = true }
        if !isNew {
            view["os-extended-snapshot-attributes:project_id"] = .string(snapshot.project)
            view["os-extended-snapshot-attributes:progress"] =
                snapshot.status == "creating" ? "0%" : "100%"
        }
        return .object(view)
    }
}
