// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The standard's own requirement: a volume, its backup, and a restore onto a new volume.
enum PlainBackup {
    /// A volume, its backup, and a restore onto a new volume: states and sizes.
    static var scenario: Scenario<Void> { scenario(after: Scenario()) }

    /// The same after steps of another scenario.
    static func scenario(after start: Scenario<Void>) -> Scenario<Void> {
        start
            .require(
                "create a volume", creates: .volume(gib: 1), calls: [BackupCall.createVolume]
            ) { context, _ in
                let volume = try await context.create(.volume("source", gib: 1))
                try require(try await context.wait(for: volume).size, is: 1, "volume")
                return volume
            }
            .require("back it up", creates: .backup(gib: 1), calls: [BackupCall.createBackup]) {
                context, volume in
                let backup = try await context.create(.backup(of: volume, "backup"))
                try require(try await context.wait(for: backup).size, is: 1, "backup")
                return backup
            }
            .require(
                "restore the backup to a new volume", creates: .volume(gib: 1),
                calls: [BackupCall.restore]
            ) { context, backup in
                let restored = try await context.restore(backup, as: "restored")
                let volume = try await context.show(restored)
                try require(volume.size, is: 1, "restored volume")
            }
    }

    private static func require(_ size: Quantity, is gib: Int, _ what: String) throws {
        guard size.int == gib else {
            throw Finding(
                .requirementNotMet, "The \(what) has \(size) GiB; \(gib) GiB was requested.")
        }
    }
}
