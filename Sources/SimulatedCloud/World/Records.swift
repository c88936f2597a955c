// SPDX-License-Identifier: Apache-2.0

/// What all stored resources have in common.
protocol Record: Sendable {
    var id: String { get }
    var project: String { get }
    var name: String? { get }
    var status: String { get set }
    var created: Duration { get }
    var updated: Duration? { get set }
}

struct Volume: Record {
    let id: String
    let project: String
    let user: String
    var name: String?
    var description: String?
    var size: Int64
    var status = "creating"
    let created: Duration
    var updated: Duration?
    var metadata: [String: JSON] = [:]
    var snapshotID: String?
    var sourceID: String?
    /// The image whose blocks this volume still shares (on Ceph).
    var parentImage: String?
    var imageMetadata: [String: JSON]?
    var isBootable = false
    /// The name of its type.
    var type = VolumeType.standardName
    /// The server that uses it.
    var server: String?
    /// The content that digests claim, if it differs from the real one.
    var claimed: Content?
    /// Whether blocks were discarded instead of zeroed (on Ceph).
    var hasHoles = false
    var content: Content
}

extension Volume {
    var isEncrypted: Bool { type.contains("encrypted") }
}

struct Snapshot: Record {
    let id: String
    let project: String
    let user: String
    var name: String?
    var description: String?
    let volumeID: String
    let size: Int64
    var status = "creating"
    let created: Duration
    var updated: Duration?
    var metadata: [String: JSON] = [:]
    var content: Content
}

struct Backup: Record {
    let id: String
    let project: String
    let user: String
    var name: String?
    var description: String?
    let volumeID: String
    let size: Int64
    var status = "creating"
    let created: Duration
    var updated: Duration?
    var objectCount: Int64 = 0
    var container: String?
    var zone: String?
    var failReason: String?
    let parentID: String?
    let snapshotID: String?
    let dataTimestamp: Duration
    /// The source volume's own metadata, which a restore copies to its target.
    var volumeMetadata: [String: JSON] = [:]
    var imageMetadata: [String: JSON]?
    var metadata: [String: JSON] = [:]
    var content: Content
    /// Whether the store has lost this backup's data, though it is still `available`.
    var isLost = false
}

struct Image: Record {
    let id: String
    let project: String
    var name: String?
    var status = "queued"
    let created: Duration
    var updated: Duration?
    var diskFormat: String?
    var containerFormat: String?
    var visibility = "shared"
    var isProtected = false
    var isHidden = false
    var minimumDisk: Int64 = 0
    var minimumMemory: Int64 = 0
    var tags: [JSON] = []
    var properties: [String: JSON] = [:]
    var content: Content?
    var virtualSize: Int64?
    /// The digests, if they need not be computed from the content.
    var digests: Digests?
    /// Whether the service lists a strong digest of this image.
    var hasHash = true
}

extension Image {
    /// A copy under another id.
    func copy(id: String, created: Duration) -> Image {
        Image(
            id: id, project: project, name: name, status: status, created: created,
            updated: updated, diskFormat: diskFormat, containerFormat: containerFormat,
            visibility: visibility, isProtected: isProtected, isHidden: isHidden,
            minimumDisk: minimumDisk, minimumMemory: minimumMemory, tags: tags,
            properties: properties, content: content, virtualSize: virtualSize,
            digests: digests, hasHash: hasHash)
    }
}

/// A user message of Block Storage.
struct Message: Sendable {
    let id: String
    let project: String
    let created: Duration
    let requestID: String
    let event: String
    let text: String
    let resourceType: String
    let resourceID: String
}
