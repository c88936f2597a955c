// SPDX-License-Identifier: Apache-2.0
public import SCSSupport

/// A project's Block Storage limits and usage.
public struct QuotaSet: Sendable, Decodable {
    /// The figures of one resource.
    public struct Figure: Sendable, Equatable {
        /// How much is allowed.
        public var limit: Limit
        /// How much is in use.
        public var inUse: Quantity
        /// How much is reserved by pending requests.
        public var reserved: Quantity

        /// What is used now or reserved.
        public var taken: Int { inUse.int + reserved.int }

        /// What is left; nil if there is no limit.
        public var left: Int? {
            switch limit {
            case .unlimited: nil
            case .atMost(let most): max(0, most.int - taken)
            }
        }
    }

    /// By quota name: volumes, gigabytes, snapshots, backups, backup_gigabytes, …
    ///
    /// A malformed figure is an error only where it is needed: there are some for each volume type.
    private var figures: [String: Result<Figure, OddNumber>]

    /// Decodes a quota set.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.singleValueContainer().decode([String: JSON].self)
        figures = [:]
        for (name, value) in fields {
            // The project's id is among the figures.
            guard case .object(let told) = value else { continue }
            figures[name] = Self.figure {
                () throws(OddNumber) in
                Figure(
                    limit: try Limit(told["limit"], at: "\(name).limit"),
                    inUse: try Quantity(told["in_use"], at: "\(name).in_use"),
                    reserved: try Quantity(told["reserved"], at: "\(name).reserved"))
            }
        }
    }

    /// Reads the absolute limits of `GET /limits`, which use other names for the same figures.
    init(absoluteLimits: JSON) {
        figures = [:]
        let names = [
            ("volumes", "maxTotalVolumes", "totalVolumesUsed"),
            ("gigabytes", "maxTotalVolumeGigabytes", "totalGigabytesUsed"),
            ("snapshots", "maxTotalSnapshots", "totalSnapshotsUsed"),
            ("backups", "maxTotalBackups", "totalBackupsUsed"),
            ("backup_gigabytes", "maxTotalBackupGigabytes", "totalBackupGigabytesUsed"),
        ]
        for (name, limit, used) in names where absoluteLimits[limit] != nil {
            figures[name] = Self.figure {
                () throws(OddNumber) in
                Figure(
                    limit: try Limit(absoluteLimits[limit], at: limit),
                    inUse: try Quantity(absoluteLimits[used], at: used),
                    reserved: 0)
            }
        }
    }

    private static func figure(
        _ read: () throws(OddNumber) -> Figure
    ) -> Result<Figure, OddNumber> {
        do throws(OddNumber) {
            return .success(try read())
        } catch {
            return .failure(error)
        }
    }

    /// The figure of that name, nil if there is none; throws `UnreadableAnswer` for a malformed
    /// one.
    public func figure(_ name: String) throws -> Figure? {
        do {
            return try figures[name]?.get()
        } catch {
            throw UnreadableAnswer(call: "The project's quota in Block Storage", detail: "\(error)")
        }
    }

    /// Whether no creation or deletion is pending, as far as the figures can be read.
    public var isSettled: Bool {
        figures.values.allSatisfy { figure in
            if case .success(let figure) = figure { figure.reserved.int == 0 } else { true }
        }
    }
}
