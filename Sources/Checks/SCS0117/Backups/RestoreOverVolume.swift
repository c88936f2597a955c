// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A backup restored over a volume with other data leaves none of them.
enum RestoreOverVolume {
    static var scenario: Scenario<Void> {
        Scenario()
            .step(
                "create two volumes with different data", creates: .filledVolume * 2,
                calls: BackupCall.fill
            ) { context, _ in
                let source = try await context.volume(holding: .emptyTail, "source")
                let target = try await context.volume(
                    holding: .toTheLastByte, generation: 1, "target")
                return TwoVolumes(source: source, target: target)
            }
            .require(
                "back up the first volume", creates: .backup(gib: 1),
                calls: [BackupCall.createBackup]
            ) { context, volumes in
                let backup = try await context.make(.backup(of: volumes.source.volume, "backup"))
                return BackedUpVolumes(volumes: volumes, backup: backup)
            }
            .require("restore the backup over the second volume", calls: [BackupCall.restore]) {
                context, made in
                try await context.restore(made.backup, over: made.volumes.target.volume)
                return made.volumes
            }
            .require(
                "compare the restored data", creates: .image, deletes: .image,
                calls: BackupCall.readBack
            ) { context, volumes in
                try await context.compare(
                    volumes.target.volume, with: volumes.source,
                    history: "The backup, restored over another volume"
                )
            }
    }
}

private struct TwoVolumes: Sendable {
    let source: FilledVolume
    /// The volume that the backup is restored over.
    let target: FilledVolume
}

private struct BackedUpVolumes: Sendable {
    let volumes: TwoVolumes
    let backup: Owned<Backup>
}
