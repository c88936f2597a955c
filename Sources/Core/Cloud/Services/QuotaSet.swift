// SPDX-License-Identifier: Apache-2.0

/// What a project may use of Block Storage, and what it uses.
public struct QuotaSet: Sendable, Decodable {
    /// One resource's figures; a limit of -1 is none.
    public struct Figure: Sendable, Decodable, Equatable {
        public var limit: Int
        public var inUse: Int
        public var reserved: Int

        /// What is left; nil where there is no limit.
        public var left: Int? { limit < 0 ? nil : max(0, limit - inUse - reserved) }

        enum CodingKeys: String, CodingKey {
            case limit, reserved
            case inUse = "in_use"
        }
    }

    /// By quota name: volumes, gigabytes, snapshots, backups, backup_gigabytes, …
    public var figures: [String: Figure]

    public init(figures: [String: Figure]) {
        self.figures = figures
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.singleValueContainer().decode([String: JSON].self)
        figures = [:]
        for (name, value) in fields {
            // The project's id stands among the figures.
            guard case .object = value else { continue }
            guard let limit = value["limit"]?.integer, let inUse = value["in_use"]?.integer else {
                throw DecodingError.dataCorrupted(
                    DecodingError.Context(
                        codingPath: [], debugDescription: "\(name) has no numbers."))
            }
            figures[name] = Figure(
                limit: Int(clamping: limit), inUse: Int(clamping: inUse),
                reserved: Int(clamping: value["reserved"]?.integer ?? 0))
        }
    }

    /// Reads the absolute limits of `GET /limits`, which name the same figures differently.
    init(absoluteLimits: JSON) {
        figures = [:]
        let names = [
            ("volumes", "maxTotalVolumes", "totalVolumesUsed"),
            ("gigabytes", "maxTotalVolumeGigabytes", "totalGigabytesUsed"),
            ("snapshots", "maxTotalSnapshots", "totalSnapshotsUsed"),
            ("backups", "maxTotalBackups", "totalBackupsUsed"),
            ("backup_gigabytes", "maxTotalBackupGigabytes", "totalBackupGigabytesUsed"),
        ]
        for (name, limit, used) in names {
            guard let limit = absoluteLimits[limit]?.integer else { continue }
            figures[name] = Figure(
                limit: Int(clamping: limit),
                inUse: Int(clamping: absoluteLimits[used]?.integer ?? 0), reserved: 0)
        }
    }
}
