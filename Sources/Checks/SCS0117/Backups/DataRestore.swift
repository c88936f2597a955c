// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Data can be restored after the source was deleted, which is when customers need a backup.
enum DataRestore {
    static func scenario(_ layout: ContentLayout) -> Scenario<Void> {
        Scenario()
            .step(
                "create a volume with known data", creates: .filledVolume,
                calls: BackupCall.fill
            ) { context, _ in
                try await context.volume(holding: layout, "source")
            }
            .require("back it up", creates: .backup(gib: 1), calls: [BackupCall.createBackup]) {
                context, source in
                let backup = try await context.make(.backup(of: source.volume, "backup"))
                return BackedUpVolume(source: source, backup: backup)
            }
            .step(
                "delete the source volume", deletes: .volume(gib: 1),
                calls: ["DELETE /volumes/{id}"]
            ) { context, made in
                try await context.delete(made.source.volume)
                return made
            }
            .require(
                "restore the backup to a new volume", creates: .volume(gib: 1),
                calls: [BackupCall.restore]
            ) { context, made in
                let copy = try await context.restore(made.backup, as: "restored")
                return RestoredVolume(source: made.source, copy: copy)
            }
            .require(
                "compare the restored data", creates: .image, deletes: .image,
                calls: BackupCall.readBack
            ) { context, made in
                try await context.compare(
                    made.copy, with: made.source,
                    history: "The backup, restored after its source was deleted")
            }
    }
}

private struct BackedUpVolume: Sendable {
    let source: FilledVolume
    let backup: Owned<Backup>
}

private struct RestoredVolume: Sendable {
    let source: FilledVolume
    let copy: Owned<Volume>
}
