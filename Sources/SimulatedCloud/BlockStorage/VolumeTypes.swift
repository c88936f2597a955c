// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

/// A volume type, public to all projects.
struct VolumeType: Sendable {
    static let standardName = "__DEFAULT__"

    let id: String
    let name: String
    let description: String
    /// The aspects defined in SCS-0114.
    var aspects: [String] = []

    /// The types of the cloud, the oldest first.
    static func all(profile: Profile, random: inout Random) -> [VolumeType] {
        var types = [
            VolumeType(
                id: random.uuid(), name: standardName, description: "Default Volume Type")
        ]
        func add(_ name: String, _ aspects: [String], _ text: String) {
            types.append(
                VolumeType(
                    id: random.uuid(), name: name,
                    description: "[scs:\(aspects.joined(separator: ", "))] \(text)",
                    aspects: aspects))
        }
        add("encrypted", ["encrypted"], "Encrypted with LUKS")
        add("replicated", ["replicated"], "Three copies")
        add("encrypted-replicated", ["encrypted", "replicated"], "Three encrypted copies")
        if profile.has(defect: "scs-0114-syntax-check") {
            add("unsorted", ["replicated", "encrypted"], "Three encrypted copies")
        }
        return types.filter { type in
            !type.aspects.contains { profile.has(defect: "scs-0114-\($0)-type") }
        }
    }
}

extension World {
    func volumeTypes(_ request: BlockStorageCall) throws(Answer) -> Answer {
        guard request.call.method == .get else {
            throw .fault(
                403, "Policy doesn't allow volume_extension:type_create to be performed.")
        }
        switch request.path.count {
        case 1: return try listVolumeTypes(request)
        case 2:
            let asked = request.path[1]
            let isDefault = asked == "default"
            guard
                let type = volumeTypes.first(where: {
                    $0.id == asked || (isDefault && $0.name == VolumeType.standardName)
                })
            else { throw .notFound("Volume type \(asked)") }
            return .json(200, ["volume_type": .object(view(type))])
        default: throw .notFound("Volume type \(request.path.last ?? "")")
        }
    }

    private func listVolumeTypes(_ request: BlockStorageCall) throws(Answer) -> Answer {
        // The newest first; members see only public ones, whatever they request.
        var rows = Array(volumeTypes.reversed())
        if let marker = request.call.parameter("marker") {
            guard let index = rows.firstIndex(where: { $0.id == marker }) else {
                throw .notFound("Volume type \(marker)")
            }
            rows.removeFirst(index + 1)
        }
        var document: [String: JSON] = [:]
        if let text = request.call.parameter("limit") {
            guard let limit = Int(text) else {
                throw .fault(400, "limit param must be an integer")
            }
            guard limit >= 0 else { throw .fault(400, "limit param must be positive") }
            rows = Array(rows.prefix(limit))
            if limit > 0, rows.count == limit, let last = rows.last {
                let href =
                    "\(Host.volume.text)/v3/\(request.project)/types?limit=\(limit)"
                    + "&marker=\(last.id)"
                document["volume_type_links"] = [["rel": "next", "href": .string(href)]]
            }
        }
        let access: [String: JSON] = ["os-volume-type-access:is_public": true]
        document["volume_types"] = .array(
            rows.map { .object(view($0).merging(access) { mine, _ in mine }) })
        return .json(200, .object(document))
    }

    func view(_ type: VolumeType) -> [String: JSON] {
        [
            "id": .string(type.id), "name": .string(type.name), "is_public": true,
            "description": .string(type.description), "extra_specs": [:],
        ]
    }

    /// The type by its name or id.
    func volumeType(_ asked: String) -> VolumeType? {
        volumeTypes.first { $0.name == asked } ?? volumeTypes.first { $0.id == asked }
    }
}
