// SPDX-License-Identifier: Apache-2.0
public import SCSSupport

/// A resource with a status that shows when it is busy.
public protocol StatefulResource: Sendable, Identifiable where ID == ResourceID {
    var id: ResourceID { get }
    var status: String { get }
    /// Why it failed, if the resource itself says.
    var failReason: String? { get }
}

extension StatefulResource {
    /// By default, the resource does not say.
    public var failReason: String? { nil }
}

/// A volume; `size` in GiB.
public struct Volume: StatefulResource, Decodable {
    /// The id from the service.
    public var id: ResourceID
    /// The name of the resource.
    public var name: String?
    /// The status, as the service reports it.
    public var status: String
    private var told: ToldQuantity?

    /// In GiB; throws `UnreadableAnswer` if it is missing or malformed.
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
    /// The id from the service.
    public var id: ResourceID
    /// The name of the resource.
    public var name: String?
    /// The status, as the service reports it.
    public var status: String
    private var told: ToldQuantity?

    /// In GiB; throws `UnreadableAnswer` if it is missing or malformed.
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
    /// The id from the service.
    public var id: ResourceID
    /// The name of the resource.
    public var name: String?
    /// The status, as the service reports it.
    public var status: String
    private var told: ToldQuantity?
    /// The volume that was backed up.
    public var volumeID: String?
    /// Whether it depends on an earlier backup.
    public var isIncremental: Bool?
    /// Whether other backups depend on it.
    public var hasDependentBackups: Bool?
    /// Why the resource failed, if the service says.
    public var failReason: String?

    /// In GiB; throws `UnreadableAnswer` if it is missing or malformed.
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

/// A user message about an operation that failed after it was accepted.
public struct UserMessage: Sendable, Decodable {
    /// The resource that the message is about.
    public var resourceID: String?
    /// The message to the user.
    public var text: String
    /// The id of the request that caused it.
    public var requestID: String?

    enum CodingKeys: String, CodingKey {
        case resourceID = "resource_uuid"
        case text = "user_message"
        case requestID = "request_id"
    }
}
