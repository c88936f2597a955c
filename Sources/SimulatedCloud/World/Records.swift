// SPDX-License-Identifier: Apache-2.0

/// What the services have in common about everything that they keep.
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
    /// Whether blocks were given back rather than written with zeros (on Ceph).
    var hasHoles = false
    var content: Content
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
    /// The source volume's own metadata, which a restore puts onto its target.
    var volumeMetadata: [String: JSON] = [:]
    var imageMetadata: [String: JSON]?
    var metadata: [String: JSON] = [:]
    var content: Content
    /// Whether the store has lost what this backup held, though it is still `available`.
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

/// Rows in the order of their creation, found by id.
struct Table<Row: Record>: Sendable {
    private(set) var rows: [Row] = []

    subscript(id: String) -> Row? {
        get { rows.first { $0.id == id } }
        set {
            let index = rows.firstIndex { $0.id == id }
            switch (index, newValue) {
            case (let index?, let row?): rows[index] = row
            case (let index?, nil): rows.remove(at: index)
            case (nil, let row?): rows.append(row)
            case (nil, nil): break
            }
        }
    }

    mutating func add(_ row: Row) {
        rows.append(row)
    }

    /// The newest first, as the services list them.
    func of(_ project: String) -> [Row] {
        rows.reversed().filter { $0.project == project }
    }
}
