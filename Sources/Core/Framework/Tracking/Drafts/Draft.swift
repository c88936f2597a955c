// SPDX-License-Identifier: Apache-2.0
public import SCSOpenStack
import SCSSupport

/// A planned resource: the request that creates it, under a name from the tracker.
public struct Draft<Resource: TrackedResource>: Sendable {
    /// Its purpose; the end of its name.
    let role: String
    /// Journal numbers of the resources that must outlive it.
    let from: [Int]
    let call: @Sendable (_ name: String) throws -> Call
    /// The id in the answer: merely a claim.
    let claim: @Sendable (JSON) -> ResourceID?
}

extension Draft {
    /// A resource with these fields beside its name, inside the envelope of its kind.
    public static func creating(_ role: String, _ fields: [String: JSON] = [:]) -> Draft {
        let kind = Resource.kind
        return Draft(role: role, from: []) { name in
            let named = JSON.object(fields.merging(["name": .string(name)]) { $1 })
            return Call(
                .post, try kind.knownService(), ChangeSegment.path(of: kind),
                json: kind.envelope.isEmpty ? named : .object([kind.envelope: named]))
        } claim: { answer in
            let shown = kind.envelope.isEmpty ? answer : answer[kind.envelope] ?? .null
            let reference = kind.quirks.referenceKey.flatMap { shown[$0]?.string }
            return shown["id"]?.id ?? reference?.lastPathSegment
        }
    }

    /// The same, for a resource that uses one of the run's resources, which is deleted after it.
    public func using<Other>(_ other: Owned<Other>) -> Draft {
        Draft(role: role, from: from + [other.n], call: call, claim: claim)
    }
}

extension Draft where Resource == Volume {
    /// A volume of `gib` GiB: empty, or from one of the run's images or snapshots.
    public static func volume(
        _ role: String, gib: Int, image: Owned<Image>? = nil, snapshot: Owned<Snapshot>? = nil
    ) -> Draft {
        Draft(role: role, from: [image?.n, snapshot?.n].compactMap { $0 }) { name in
            var fields: [String: JSON] = ["name": .string(name), "size": .integer(Int64(gib))]
            if let image { fields["imageRef"] = .id(image.id) }
            if let snapshot { fields["snapshot_id"] = .id(snapshot.id) }
            return Call(.post, .blockStorage, ["volumes"], json: ["volume": .object(fields)])
        } claim: {
            $0["volume"]?["id"]?.id
        }
    }

    /// A new volume for restoring `backup`; the cloud makes it as large as the backup.
    public static func restoring(_ backup: Owned<Backup>, _ role: String) -> Draft {
        // A restored volume is independent, so the backup need not outlive it.
        Draft(role: role, from: []) { name in
            Call(
                .post, .blockStorage, ["backups", .owned(backup), "restore"],
                json: ["restore": ["name": .string(name)]])
        } claim: {
            $0["restore"]?["volume_id"]?.id
        }
    }
}

extension Draft where Resource == Backup {
    /// A backup of `volume` or of one of its snapshots; an incremental one depends on `parent`.
    public static func backup(
        of volume: Owned<Volume>, _ role: String, snapshot: Owned<Snapshot>? = nil,
        after parent: Owned<Backup>? = nil
    ) -> Draft {
        let sources = [volume.n, snapshot?.n, parent?.n].compactMap { $0 }
        return Draft(role: role, from: sources) { name in
            var fields: [String: JSON] = [
                "name": .string(name), "volume_id": .id(volume.id),
                "incremental": .bool(parent != nil),
            ]
            if let snapshot { fields["snapshot_id"] = .id(snapshot.id) }
            return Call(.post, .blockStorage, ["backups"], json: ["backup": .object(fields)])
        } claim: {
            $0["backup"]?["id"]?.id
        }
    }
}

extension Draft where Resource == Snapshot {
    /// A snapshot of one of the run's volumes.
    public static func snapshot(of volume: Owned<Volume>, _ role: String) -> Draft {
        creating(role, ["volume_id": .id(volume.id)]).using(volume)
    }
}

extension Draft where Resource == SecurityGroup {
    /// A security group with the cloud's default rules.
    public static func securityGroup(_ role: String) -> Draft {
        creating(role)
    }
}

extension Draft where Resource == BarbicanSecret {
    /// A secret with a harmless payload.
    public static func secret(_ role: String) -> Draft {
        creating(
            role,
            [
                "secret_type": "opaque", "payload": "not a secret",
                "payload_content_type": "text/plain",
            ])
    }
}

extension Draft where Resource == Image {
    /// A private image without data yet.
    public static func image(_ role: String, diskFormat: String) -> Draft {
        Draft(role: role, from: []) { name in
            Call(
                .post, .image, ["images"],
                json: [
                    "name": .string(name), "disk_format": .string(diskFormat),
                    "container_format": "bare", "visibility": "private",
                    // Cinder 2025.1 cannot turn a volume into an image when the image that the
                    // volume came from has no property of its own: it sends Glance "properties": {}.
                    "scs_check": .string(name),
                ])
        } claim: {
            $0["id"]?.id
        }
    }

    /// A private raw image with the content of one of the run's volumes.
    ///
    /// Source: https://docs.openstack.org/api-ref/block-storage/v3/#upload-volume-to-image
    public static func image(of volume: Owned<Volume>, _ role: String) -> Draft {
        Draft(role: role, from: []) { name in
            Call(
                .post, .blockStorage, ["volumes", .owned(volume), "action"],
                json: [
                    "os-volume_upload_image": [
                        "image_name": .string(name), "disk_format": "raw",
                        "container_format": "bare", "visibility": "private", "force": false,
                        "protected": false,
                    ]
                ], microversion: Microversion(3, 1))
        } claim: {
            $0["os-volume_upload_image"]?["image_id"]?.id
        }
    }
}
