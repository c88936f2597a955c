// SPDX-License-Identifier: Apache-2.0
public import Support

/// A resource that has a status and, while it is being made or changed, a busy one.
public protocol StatefulResource: Sendable, Identifiable where ID == ResourceID {
    var id: ResourceID { get }
    var status: String { get }
    /// Why it failed, where the resource itself tells.
    var failReason: String? { get }
}

/// A volume; `size` in GiB.
public struct Volume: StatefulResource, Decodable {
    public var id: ResourceID
    public var name: String?
    public var status: String
    private var told: ToldQuantity?
    public var failReason: String? { nil }

    /// In GiB; throws `UnreadableAnswer` where the service tells none that can be one.
    public var size: Quantity {
        get throws { try ToldQuantity.value(told, of: "size", in: "GET /volumes/\(id)") }
    }

    enum CodingKeys: String, CodingKey {
        case id, name, status
        case told = "size"
    }
}

/// A snapshot of a volume; `size` in GiB.
public struct Snapshot: StatefulResource, Decodable {
    public var id: ResourceID
    public var name: String?
    public var status: String
    private var told: ToldQuantity?
    public var failReason: String? { nil }

    /// In GiB; throws `UnreadableAnswer` where the service tells none that can be one.
    public var size: Quantity {
        get throws { try ToldQuantity.value(told, of: "size", in: "GET /snapshots/\(id)") }
    }

    enum CodingKeys: String, CodingKey {
        case id, name, status
        case told = "size"
    }
}

/// A backup of a volume or of a snapshot; `size` in GiB is that of the volume.
public struct Backup: StatefulResource, Decodable {
    public var id: ResourceID
    public var name: String?
    public var status: String
    private var told: ToldQuantity?
    public var volumeID: String?
    public var isIncremental: Bool?
    public var hasDependentBackups: Bool?
    public var failReason: String?

    /// In GiB; throws `UnreadableAnswer` where the service tells none that can be one.
    public var size: Quantity {
        get throws { try ToldQuantity.value(told, of: "size", in: "GET /backups/\(id)") }
    }

    enum CodingKeys: String, CodingKey {
        case id, name, status
        case told = "size"
        case volumeID = "volume_id"
        case isIncremental = "is_incremental"
        case hasDependentBackups = "has_dependent_backups"
        case failReason = "fail_reason"
    }
}

/// What the service tells its user about an operation that failed after it was accepted.
public struct UserMessage: Sendable, Decodable {
    public var resourceID: String?
    public var text: String
    public var requestID: String?

    enum CodingKeys: String, CodingKey {
        case resourceID = "resource_uuid"
        case text = "user_message"
        case requestID = "request_id"
    }
}
