// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A chain of backups of one volume, and the source of each generation's content.
struct BackupChain: Sendable {
    let volume: Owned<Volume>
    private(set) var generations: [(backup: Owned<Backup>, source: FilledVolume)]

    var newest: Owned<Backup>? { generations.last?.backup }

    /// Creates a volume and one backup for each layout, the first one full.
    static func scenario(_ layouts: [ContentLayout]) -> Scenario<BackupChain> {
        let later = layouts.count - 1
        let first = Scenario<Void>()
            .step(
                "create a volume with known data", creates: .filledVolume,
                calls: BackupCall.fill
            ) { context, _ in
                try await context.volume(holding: layouts[0], "chain")
            }
            .require(
                "create a full backup", creates: .backup(gib: 1),
                calls: [BackupCall.createBackup]
            ) { context, source in
                let backup = try await context.make(.backup(of: source.volume, "generation-0"))
                return BackupChain(volume: source.volume, generations: [(backup, source)])
            }
        guard later > 0 else { return first }
        return first.require(
            "change the data and create an incremental backup, \(later == 1 ? "once" : "twice")",
            creates: .contentInBackup * later + .backup(gib: 1) * later,
            calls: BackupCall.fill + [
                BackupCall.restore, BackupCall.createBackup,
            ]
        ) { context, chain in
            var chain = chain
            for number in 1...later {
                try await chain.extend(with: layouts[number], number: number, context)
            }
            return chain
        }
    }

    /// Changes the content of the chain's volume and backs it up incrementally.
    ///
    /// Without a guest, a member changes a volume by restoring another volume's backup over it.
    mutating func extend(
        with layout: ContentLayout, number: Int, _ context: CheckContext
    ) async throws {
        let source = try await context.preparing {
            try await context.volume(
                holding: layout, generation: UInt64(number), "content-\(number)")
        }
        let content = try await context.make(.backup(of: source.volume, "content-\(number)"))
        try await context.delete(source.volume)
        try await context.restore(content, over: volume)
        let backup = try await context.make(
            .backup(of: volume, "generation-\(number)", after: newest))
        let shown = try await context.show(backup)
        guard shown.isIncremental == true else {
            throw Finding(
                .requirementNotMet,
                "An incremental backup was requested, but the cloud created a full one.")
        }
        generations.append((backup, source))
    }

    /// Deletes the newest backup, which no other depends on.
    mutating func deleteNewest(_ context: CheckContext) async throws {
        try await context.delete(generations.removeLast().backup)
    }

    /// Restores one generation and compares it with its source.
    func compare(generation: Int, _ context: CheckContext) async throws {
        let (backup, source) = generations[generation]
        try await context.compare(
            backup, with: source, history: "Generation \(generation) of \(generations.count)")
    }
}

extension CheckContext {
    /// Restores a backup onto a new volume, compares it, and deletes the volume.
    func compare(
        _ backup: Owned<Backup>, with source: FilledVolume, history: String
    ) async throws {
        let volume = try await restore(backup, as: "restored")
        try await compare(volume, with: source, history: history)
        try await delete(volume)
    }
}
