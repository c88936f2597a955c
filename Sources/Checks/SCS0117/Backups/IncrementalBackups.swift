// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// Each generation of an incremental chain holds what the volume held.
enum IncrementalBackups {
    /// Three generations with different data: each is restored, also after a refused deletion and
    /// after the newest was deleted and created again.
    static var generations: Scenario<Void> {
        BackupChain.scenario([.toTheLastByte, .andMore(places: [5]), .andMore(places: [5, 9])])
            .require(
                "the cloud refuses to delete backups that later ones depend on",
                calls: ["DELETE /backups/{id}"]
            ) { context, chain in
                for (index, generation) in chain.generations.dropLast().enumerated() {
                    guard try await context.refusal(toDelete: generation.backup) != nil else {
                        throw Finding(
                            .requirementNotMet,
                            "The cloud deletes generation \(index) although later ones depend on it.",
                            advice:
                                "Make Block Storage refuse this: customers lose the later backups too."
                        )
                    }
                }
                return chain
            }
            .require(
                "restore and compare each generation", creates: .restoredVolume,
                deletes: .restoredVolume,
                calls: BackupCall.restoreAndReadBack
            ) { context, chain in
                for index in chain.generations.indices {
                    try await chain.compare(generation: index, context)
                }
                return chain
            }
            .require(
                "delete the newest generation and create another with different data",
                creates: .contentInBackup + .backup(gib: 1), deletes: .backup(gib: 1),
                calls: [
                    "DELETE /backups/{id}", BackupCall.restore, BackupCall.createBackup,
                ]
            ) { context, chain in
                var chain = chain
                try await chain.deleteNewest(context)
                try await chain.extend(with: .andMore(places: [5, 11]), number: 3, context)
                return chain
            }
            .require(
                "restore and compare the last two generations", creates: .restoredVolume,
                deletes: .restoredVolume,
                calls: BackupCall.restoreAndReadBack
            ) { context, chain in
                for index in chain.generations.indices.suffix(2) {
                    try await chain.compare(generation: index, context)
                }
            }
    }

    /// A volume is reverted to a snapshot after its newest backup was deleted: the next backup
    /// holds the volume's data, not those of the deleted one.
    static var reverted: Scenario<Void> {
        BackupChain.scenario([.toTheLastByte])
            .step("take a snapshot of the volume", creates: .snapshot(gib: 1)) { context, chain in
                let microversion = Microversion(3, 40)
                guard try await context.cloud.blockStorageOffers(microversion) else {
                    throw Finding(
                        .notApplicable,
                        "Block Storage lacks microversion \(microversion), which reverts a volume to a snapshot."
                    )
                }
                let snapshot = try await context.make(.snapshot(of: chain.volume, "snapshot"))
                return SnapshottedChain(chain: chain, snapshot: snapshot)
            }
            .require(
                "write more data and create an incremental backup",
                creates: .contentInBackup + .backup(gib: 1),
                calls: [BackupCall.restore, BackupCall.createBackup]
            ) { context, made in
                var made = made
                try await made.chain.extend(with: .andMore(places: [7]), number: 1, context)
                return made
            }
            .step(
                "delete that backup and revert the volume to the snapshot",
                deletes: .backup(gib: 1),
                calls: ["DELETE /backups/{id}", "POST /volumes/{id}/action revert"]
            ) { context, made in
                var chain = made.chain
                try await chain.deleteNewest(context)
                try await context.revert(chain.volume, to: made.snapshot)
                return chain
            }
            .require(
                "create another incremental backup", creates: .backup(gib: 1),
                calls: [BackupCall.createBackup]
            ) { context, chain in
                let backup = try await context.make(
                    .backup(of: chain.volume, "anew", after: chain.newest))
                return RevertedVolume(source: chain.generations[0].source, backup: backup)
            }
            .require(
                "restore and compare it", creates: .restoredVolume, deletes: .restoredVolume,
                calls: BackupCall.restoreAndReadBack
            ) { context, reverted in
                try await context.compare(
                    reverted.backup, with: reverted.source,
                    history: "An incremental backup created after another was deleted")
            }
    }

    /// Data erased between two generations stay erased in the later one.
    static var erased: Scenario<Void> {
        BackupChain.scenario([.toTheLastByte, .emptyMiddle])
            .require(
                "restore and compare the later generation", creates: .restoredVolume,
                deletes: .restoredVolume,
                calls: BackupCall.restoreAndReadBack
            ) { context, chain in
                try await chain.compare(generation: 1, context)
            }
    }
}

private struct SnapshottedChain: Sendable {
    var chain: BackupChain
    let snapshot: Owned<Snapshot>
}

private struct RevertedVolume: Sendable {
    /// The content that the volume has again.
    let source: FilledVolume
    let backup: Owned<Backup>
}
