// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Deleted resources no longer count against the quota.
enum QuotaAccounting {
    /// After everything is deleted, lists and quota are as before.
    static var scenario: Scenario<Void> {
        Scenario()
            .step(
                "compare the quota with the lists of resources",
                calls: ["GET /os-quota-sets", "GET /volumes/detail"]
            ) { context, _ in
                try await QuotaLedger.read(context)
            }
            .require(
                "create a volume and a backup and find both in the lists",
                creates: .volume(gib: 1) + .backup(gib: 1),
                calls: [BackupCall.createVolume, BackupCall.createBackup]
            ) { context, before in
                let volume = try await context.make(.volume("source", gib: 1))
                let backup = try await context.make(.backup(of: volume, "backup"))
                let volumes = try await context.cloud.blockStorage.volumes()
                let backups = try await context.cloud.blockStorage.backups()
                guard volumes.contains(where: { $0.id == volume.id }),
                    backups.contains(where: { $0.id == backup.id })
                else {
                    throw Finding(
                        .requirementNotMet,
                        "The volume or its backup is missing from its owner's list."
                    )
                }
                return AccountedResources(before: before, volume: volume, backup: backup)
            }
            .require(
                "delete the volume and the backup", deletes: .volume(gib: 1) + .backup(gib: 1),
                calls: ["DELETE /backups/{id}", "DELETE /volumes/{id}"]
            ) { context, made in
                try await context.delete(made.backup)
                try await context.delete(made.volume)
                return made
            }
            .require("compare the quota with the lists again") { context, made in
                let after = try await QuotaLedger.read(context)
                guard !after.ids.contains(made.volume.id), !after.ids.contains(made.backup.id)
                else {
                    throw Finding(
                        .requirementNotMet, "The deleted volume or backup is still listed.")
                }
                for (name, drift) in after.drift.sorted(by: { $0.key < $1.key })
                where drift != made.before.drift[name] {
                    throw Finding(
                        .requirementNotMet,
                        "The quota of \(name) counts \(drift) more than are listed; before a volume and "
                            + "a backup were created and deleted, it was \(made.before.drift[name] ?? 0).",
                        advice:
                            "The project is charged for deleted resources: have the operator sync its quota."
                    )
                }
            }
    }
}

private struct AccountedResources: Sendable {
    let before: QuotaLedger
    let volume: Owned<Volume>
    let backup: Owned<Backup>
}
