// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Snapshots of one volume can be backed up beside each other and the volume.
enum SnapshotBackups {
    /// Backups of two snapshots of a volume and of the volume itself, like nightly backups.
    static var scenario: Scenario<Void> {
        Scenario()
            .step(
                "create a volume with known data", creates: .filledVolume,
                calls: BackupCall.fill
            ) { context, _ in
                try await context.volume(holding: .toTheLastByte, "source")
            }
            .step(
                "take two snapshots of the volume", creates: .snapshot(gib: 1) * 2,
                calls: ["POST /snapshots"]
            ) { context, source in
                let first = try await context.make(.snapshot(of: source.volume, "first"))
                let second = try await context.make(.snapshot(of: source.volume, "second"))
                return NightlyBackups(source: source, first: first, second: second)
            }
            .require(
                "back up the first snapshot", creates: .backup(gib: 1),
                calls: [BackupCall.createBackup]
            ) { context, nightly in
                var nightly = nightly
                let backup = try await context.make(
                    .backup(of: nightly.source.volume, "of-first", snapshot: nightly.first))
                nightly.made.append((backup, "The backup of the first snapshot"))
                return nightly
            }
            .require(
                "back up the second snapshot", creates: .backup(gib: 1),
                calls: [BackupCall.createBackup]
            ) { context, nightly in
                var nightly = nightly
                let backup = try await context.create(
                    .backup(of: nightly.source.volume, "of-second", snapshot: nightly.second))
                do {
                    try await context.wait(for: backup)
                } catch let finding as Finding where finding.reason == .resourceError {
                    throw try await aftermath(of: finding, backup, nightly, context)
                }
                nightly.made.append((backup, "The backup of the second snapshot"))
                return nightly
            }
            .require(
                "back up the volume itself", creates: .backup(gib: 1),
                calls: [BackupCall.createBackup]
            ) { context, nightly in
                var nightly = nightly
                let backup = try await context.make(
                    .backup(of: nightly.source.volume, "of-volume"))
                nightly.made.append((backup, "The backup of a volume that has snapshots"))
                return nightly
            }
            .require(
                "restore and compare all three backups", creates: .restoredVolume,
                deletes: .restoredVolume,
                calls: BackupCall.restoreAndReadBack
            ) { context, nightly in
                for (backup, history) in nightly.made {
                    try await context.compare(backup, with: nightly.source, history: history)
                }
            }
    }

    /// What happened to the first backup once the failed second one was deleted.
    private static func aftermath(
        of finding: Finding, _ failed: Owned<Backup>, _ nightly: NightlyBackups,
        _ context: CheckContext
    ) async throws -> Finding {
        var told = finding
        told.message =
            "A second snapshot of the same volume cannot be backed up. \(finding.message)"
        do {
            try await context.delete(failed)
            for (first, _) in nightly.made {
                try await context.compare(
                    first, with: nightly.source,
                    history: "The first snapshot's backup, after the failed one")
            }
            context.note("The first snapshot's backup is intact after the failed one was deleted.")
        } catch let loss as Finding where [.resourceError, .dataMismatch].contains(loss.reason) {
            told.reason = .dataMismatch
            told.message +=
                " Worse: deleting the failed backup destroyed the good one of the first snapshot, "
                + "which can no longer be restored: \(loss.message)"
            told.advice =
                "Do not back up snapshots on this cloud; check the backup driver and its version."
            told.evidence += loss.evidence
        }
        return told
    }
}

/// A volume with two snapshots, and their backups so far.
private struct NightlyBackups: Sendable {
    let source: FilledVolume
    let first: Owned<Snapshot>
    let second: Owned<Snapshot>
    var made: [(backup: Owned<Backup>, history: String)] = []
}
