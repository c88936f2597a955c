// SPDX-License-Identifier: Apache-2.0
public import Core

/// Volume backup is there, a customer can use it, and what it brings back is what was stored.
///
/// Standard: https://docs.scs.community/standards/scs-0117-v1-volume-backup-service
public struct SCS0117VolumeBackup: CheckModule {
    public let standard = "scs-0117"
    public let aliases = ["volume-backup"]

    public init() {}

    public var prerequisites: [Prerequisite] {
        [
            .service(.blockStorage),
            .customer,
            .quota,
        ]
    }

    public var testcases: [Testcase] {
        [
            Testcase("scs-0117-test-backup", depth: .api, Self.backup),
            Testcase("scs-0117-x-data", depth: .data, Self.data(.toTheLastByte)),
            Testcase("scs-0117-x-data-empty-tail", depth: .data, Self.data(.emptyTail)),
            Testcase("scs-0117-x-incremental", depth: .full, Self.incremental),
            Testcase("scs-0117-x-incremental-reverted", depth: .full, Self.reverted),
            Testcase("scs-0117-x-restore-existing", depth: .full, Self.restoreExisting),
            Testcase("scs-0117-x-snapshots", depth: .full, Self.snapshots),
            Testcase("scs-0117-x-accounting", depth: .full, Self.accounting),
            Testcase("scs-0117-x-isolation", depth: .full, Self.isolation),
            Testcase("scs-0117-x-incremental-erased", depth: .named, Self.erased),
        ]
    }
}

// MARK: The standard's own demand

extension SCS0117VolumeBackup {
    private static let one = 1

    /// A volume, its backup, and the backup on a new volume: states and sizes.
    static var backup: Scenario<Void> {
        Scenario()
            .require("create a volume", creates: .volume(gib: one), calls: [volumeCall]) {
                context, _ in
                let volume = try await context.create(.volume("source", gib: one))
                try demand(try await context.wait(for: volume).size, is: one, "volume")
                return volume
            }
            .require("back it up", creates: .backup(gib: one), calls: [backupCall]) {
                context, volume in
                let backup = try await context.create(.backup(of: volume, "backup"))
                try demand(try await context.wait(for: backup).size, is: one, "backup")
                return backup
            }
            .require(
                "restore it onto a new volume", creates: .volume(gib: one), calls: [restoreCall]
            ) { context, backup in
                let restored = try await context.restore(backup, as: "restored")
                let volume = try await context.show(restored)
                try demand(volume.size, is: one, "restored volume")
            }
    }

    private static func demand(_ size: Quantity, is gib: Int, _ what: String) throws {
        guard size.int == gib else {
            throw Finding(.demandNotMet, "The \(what) has \(size) GiB; \(gib) GiB were asked for.")
        }
    }

    private static let volumeCall = "POST /volumes"
    private static let backupCall = "POST /backups"
    private static let restoreCall = "POST /backups/{id}/restore"
    private static let readBackCalls = [
        "POST /volumes/{id}/action os-volume_upload_image", "GET /v2/images/{id}",
    ]
    private static let fillCalls = ["POST /v2/images", "PUT /v2/images/{id}/file", volumeCall]
}

// MARK: The data survive

extension SCS0117VolumeBackup {
    /// What is stored comes back after the source is gone: the day a customer needs the backup.
    static func data(_ layout: ContentLayout) -> Scenario<Void> {
        Scenario()
            .step("make a volume with known data", creates: filled, calls: fillCalls) {
                context, _ in
                try await context.volume(holding: layout, "source")
            }
            .require("back it up", creates: .backup(gib: one), calls: [backupCall]) {
                context, source in
                (source, try await context.make(.backup(of: source.volume, "backup")))
            }
            .step(
                "delete the source volume", deletes: .volume(gib: one),
                calls: ["DELETE /volumes/{id}"]
            ) { context, made in
                try await context.delete(made.0.volume)
                return made
            }
            .require(
                "restore the backup onto a new volume", creates: .volume(gib: one),
                calls: [restoreCall]
            ) { context, made in
                (made.0, try await context.restore(made.1, as: "restored"))
            }
            .require(
                "compare what came back", creates: .image, deletes: .image, calls: readBackCalls
            ) { context, made in
                try await context.compare(
                    made.1, with: made.0,
                    history: "The backup, restored after its source was deleted")
            }
    }

    private static let filled = Need.image + .volume(gib: 1)
}

// MARK: Incremental chains

extension SCS0117VolumeBackup {
    /// A chain of backups of one volume, and the source of each generation's content.
    private struct Chain: Sendable {
        var volume: Owned<Volume>
        var generations: [(backup: Owned<Backup>, source: FilledVolume)]

        var newest: Owned<Backup>? { generations.last?.backup }
    }

    /// Three generations with different data; each comes back, also after a refused deletion and
    /// after the newest was deleted and made anew.
    static var incremental: Scenario<Void> {
        chain(of: [.toTheLastByte, .andMore(places: [5]), .andMore(places: [5, 9])])
            .require(
                "the cloud refuses to delete what later generations stand on",
                calls: ["DELETE /backups/{id}"]
            ) { context, chain in
                for (index, generation) in chain.generations.dropLast().enumerated() {
                    guard try await context.refusal(toDelete: generation.backup) != nil else {
                        throw Finding(
                            .demandNotMet,
                            "The cloud deletes generation \(index) although later ones stand on it.",
                            advice: "Customers lose the later generations with it.")
                    }
                }
                return chain
            }
            .require(
                "restore and compare each generation", creates: restored, deletes: restored,
                calls: [restoreCall] + readBackCalls
            ) { context, chain in
                for index in chain.generations.indices {
                    try await compare(chain, generation: index, context)
                }
                return chain
            }
            .require(
                "delete the newest generation and make another with other data",
                creates: contentInBackup + .backup(gib: one), deletes: .backup(gib: one),
                calls: ["DELETE /backups/{id}", restoreCall, backupCall]
            ) { context, chain in
                var chain = chain
                let last = chain.generations.removeLast()
                try await context.delete(last.backup)
                try await extend(
                    &chain, with: .andMore(places: [5, 11]), number: 3, context)
                return chain
            }
            .require(
                "restore and compare what stands now", creates: restored, deletes: restored,
                calls: [restoreCall] + readBackCalls
            ) { context, chain in
                for index in chain.generations.indices.suffix(2) {
                    try await compare(chain, generation: index, context)
                }
            }
    }

    /// A volume that goes back to a snapshot after its newest backup is deleted: the next backup
    /// holds what the volume holds, not what the deleted one held.
    static var reverted: Scenario<Void> {
        chain(of: [.toTheLastByte])
            .step("take a snapshot of the volume", creates: .snapshot(gib: one)) { context, chain in
                let microversion = Microversion(3, 40)
                guard try await context.cloud.blockStorageOffers(microversion) else {
                    throw Finding(
                        .notApplicable,
                        "Block Storage cannot revert a volume to a snapshot before \(microversion)."
                    )
                }
                return (chain, try await context.make(.snapshot(of: chain.volume, "snapshot")))
            }
            .require(
                "write more data and back it up", creates: contentInBackup + .backup(gib: one),
                calls: [restoreCall, backupCall]
            ) { context, made in
                var chain = made.0
                try await extend(&chain, with: .andMore(places: [7]), number: 1, context)
                return (chain, made.1)
            }
            .step(
                "delete that backup and revert the volume to the snapshot",
                deletes: .backup(gib: one),
                calls: ["DELETE /backups/{id}", "POST /volumes/{id}/action revert"]
            ) { context, made in
                var chain = made.0
                try await context.delete(chain.generations.removeLast().backup)
                try await context.revert(chain.volume, to: made.1)
                return chain
            }
            .require(
                "make another incremental backup", creates: .backup(gib: one), calls: [backupCall]
            ) { context, chain in
                let backup = try await context.make(
                    .backup(of: chain.volume, "anew", after: chain.newest))
                return (chain, backup)
            }
            .require(
                "restore and compare it", creates: restored, deletes: restored,
                calls: [restoreCall] + readBackCalls
            ) { context, made in
                try await compare(
                    made.1, with: made.0.generations[0].source, context,
                    "An incremental backup made after a deleted one")
            }
    }

    /// Data that were erased between two generations stay erased in the later one.
    static var erased: Scenario<Void> {
        chain(of: [.toTheLastByte, .emptyMiddle])
            .require(
                "restore and compare the later generation", creates: restored, deletes: restored,
                calls: [restoreCall] + readBackCalls
            ) { context, chain in
                try await compare(chain, generation: 1, context)
            }
    }

    /// Makes a volume and one backup for each layout, the first one full.
    private static func chain(of layouts: [ContentLayout]) -> Scenario<Chain> {
        let later = layouts.count - 1
        let first = Scenario<Void>()
            .step("make a volume with known data", creates: filled, calls: fillCalls) {
                context, _ in
                try await context.volume(holding: layouts[0], "chain")
            }
            .require("back it up in full", creates: .backup(gib: one), calls: [backupCall]) {
                context, source in
                let backup = try await context.make(.backup(of: source.volume, "generation-0"))
                return Chain(volume: source.volume, generations: [(backup, source)])
            }
        guard later > 0 else { return first }
        return first.require(
            "write other data and back it up incrementally, \(later == 1 ? "once" : "twice")",
            creates: contentInBackup * later + .backup(gib: one) * later,
            calls: fillCalls + [restoreCall, backupCall]
        ) { context, chain in
            var chain = chain
            for number in 1...later {
                try await extend(&chain, with: layouts[number], number: number, context)
            }
            return chain
        }
    }

    /// Gives the chain's volume another content and backs it up incrementally.
    ///
    /// A member changes a volume without a guest by restoring another volume's backup over it.
    private static func extend(
        _ chain: inout Chain, with layout: ContentLayout, number: Int, _ context: CheckContext
    ) async throws {
        let source = try await context.preparing {
            try await context.volume(
                holding: layout, generation: UInt64(number), "content-\(number)")
        }
        let content = try await context.make(.backup(of: source.volume, "content-\(number)"))
        try await context.delete(source.volume)
        try await context.restore(content, over: chain.volume)
        let backup = try await context.make(
            .backup(of: chain.volume, "generation-\(number)", after: chain.newest))
        let shown = try await context.show(backup)
        guard shown.isIncremental == true else {
            throw Finding(
                .demandNotMet, "An incremental backup was asked for, and a full one was made.")
        }
        chain.generations.append((backup, source))
    }

    private static func compare(
        _ chain: Chain, generation: Int, _ context: CheckContext
    ) async throws {
        let (backup, source) = chain.generations[generation]
        try await compare(
            backup, with: source, context,
            "Generation \(generation) of \(chain.generations.count)")
    }

    /// Restores a backup onto a new volume, compares it, and deletes the volume.
    private static func compare(
        _ backup: Owned<Backup>, with source: FilledVolume, _ context: CheckContext,
        _ history: String
    ) async throws {
        let volume = try await context.restore(backup, as: "restored")
        try await context.compare(volume, with: source, history: history)
        try await context.delete(volume)
    }

    private static let restored = Need.volume(gib: 1) + .image
    /// A content on its way into a volume: its image and backup stay, its own volume does not.
    private static let contentInBackup = Need.image + .volume(gib: 1) + .backup(gib: 1)
}

// MARK: Restoring over a volume, and snapshots

extension SCS0117VolumeBackup {
    /// A backup restored over a volume with other data leaves nothing of them.
    static var restoreExisting: Scenario<Void> {
        Scenario()
            .step(
                "make two volumes with different data", creates: filled * 2, calls: fillCalls
            ) { context, _ in
                let source = try await context.volume(holding: .emptyTail, "source")
                let target = try await context.volume(
                    holding: .toTheLastByte, generation: 1, "target")
                return (source, target)
            }
            .require("back up the first", creates: .backup(gib: one), calls: [backupCall]) {
                context, made in
                (made, try await context.make(.backup(of: made.0.volume, "backup")))
            }
            .require("restore it over the second", calls: [restoreCall]) { context, made in
                try await context.restore(made.1, over: made.0.1.volume)
                return made.0
            }
            .require(
                "compare what came back", creates: .image, deletes: .image, calls: readBackCalls
            ) { context, made in
                try await context.compare(
                    made.1.volume, with: made.0, history: "The backup, restored over another volume"
                )
            }
    }

    /// Backups of two snapshots of a volume and of the volume itself, as nightly backups make them.
    static var snapshots: Scenario<Void> {
        Scenario()
            .step("make a volume with known data", creates: filled, calls: fillCalls) {
                context, _ in
                try await context.volume(holding: .toTheLastByte, "source")
            }
            .step(
                "take two snapshots of it", creates: .snapshot(gib: one) * 2,
                calls: ["POST /snapshots"]
            ) { context, source in
                let first = try await context.make(.snapshot(of: source.volume, "first"))
                let second = try await context.make(.snapshot(of: source.volume, "second"))
                return (source, first, second)
            }
            .require("back up the first snapshot", creates: .backup(gib: one), calls: [backupCall])
        {
            context, made in
            let backup = try await context.make(
                .backup(of: made.0.volume, "of-first", snapshot: made.1))
            return (made, backup)
        }
            .require("back up the second snapshot", creates: .backup(gib: one), calls: [backupCall])
        {
            context, made in
            let ((source, _, second), first) = made
            let backup = try await context.create(
                .backup(of: source.volume, "of-second", snapshot: second))
            do {
                try await context.wait(for: backup)
            } catch let finding as Finding where finding.reason == .resourceError {
                throw try await aftermath(of: finding, backup, first: first, source, context)
            }
            return (source, first, backup)
        }
            .require(
                "back up the volume, which has snapshots", creates: .backup(gib: one),
                calls: [backupCall]
            ) { context, made in
                (made, try await context.make(.backup(of: made.0.volume, "of-volume")))
            }
            .require(
                "restore and compare all three", creates: restored, deletes: restored,
                calls: [restoreCall] + readBackCalls
            ) { context, made in
                let ((source, first, second), whole) = made
                let backups = [
                    (first, "The backup of the first snapshot"),
                    (second, "The backup of the second snapshot"),
                    (whole, "The backup of a volume that has snapshots"),
                ]
                for (backup, history) in backups {
                    try await compare(backup, with: source, context, history)
                }
            }
    }

    /// What became of the first backup once the failed second one was deleted.
    private static func aftermath(
        of finding: Finding, _ failed: Owned<Backup>, first: Owned<Backup>, _ source: FilledVolume,
        _ context: CheckContext
    ) async throws -> Finding {
        var told = finding
        told.message =
            "A second snapshot of the same volume cannot be backed up. \(finding.message)"
        do {
            try await context.delete(failed)
            try await compare(
                first, with: source, context, "The first snapshot's backup, after the failed one")
            context.note("The first snapshot's backup is whole after the failed one was deleted.")
        } catch let loss as Finding where [.resourceError, .dataMismatch].contains(loss.reason) {
            told.reason = .dataMismatch
            told.message +=
                " Worse: deleting the failed backup destroyed the good one of the first snapshot, "
                + "which cannot be restored any more: \(loss.message)"
            told.advice =
                "Do not back up snapshots on this cloud; check the backup driver and its version."
            told.evidence += loss.evidence
        }
        return told
    }
}

// MARK: Accounting and isolation

extension SCS0117VolumeBackup {
    /// After everything is deleted, listing and quota are back to where they were.
    static var accounting: Scenario<Void> {
        Scenario()
            .step(
                "compare quota and listing", calls: ["GET /os-quota-sets", "GET /volumes/detail"]
            ) {
                context, _ in
                try await Ledger.read(context)
            }
            .require(
                "make a volume and a backup, and find them listed",
                creates: .volume(gib: one) + .backup(gib: one), calls: [volumeCall, backupCall]
            ) { context, before in
                let volume = try await context.make(.volume("source", gib: one))
                let backup = try await context.make(.backup(of: volume, "backup"))
                let volumes = try await context.cloud.blockStorage.volumes()
                let backups = try await context.cloud.blockStorage.backups()
                guard volumes.contains(where: { $0.id == volume.id }),
                    backups.contains(where: { $0.id == backup.id })
                else {
                    throw Finding(
                        .demandNotMet, "The volume or its backup is missing in its owner's listing."
                    )
                }
                return (before, volume, backup)
            }
            .require(
                "delete both", deletes: .volume(gib: one) + .backup(gib: one),
                calls: ["DELETE /backups/{id}", "DELETE /volumes/{id}"]
            ) { context, made in
                try await context.delete(made.2)
                try await context.delete(made.1)
                return made
            }
            .require("compare quota and listing again") { context, made in
                let after = try await Ledger.read(context)
                guard !after.ids.contains(made.1.id), !after.ids.contains(made.2.id) else {
                    throw Finding(.demandNotMet, "What was deleted is still listed.")
                }
                for (name, drift) in after.drift.sorted(by: { $0.key < $1.key })
                where drift != made.0.drift[name] {
                    throw Finding(
                        .demandNotMet,
                        "The quota of \(name) counts \(drift) more than the listing shows; it was "
                            + "\(made.0.drift[name] ?? 0) before a volume and a backup came and went.",
                        advice:
                            "The project pays for what is gone: let the operator sync its quota.")
                }
            }
    }

    /// What quota says is in use beside what the listing shows, read while nothing moved.
    private struct Ledger: Sendable {
        /// By quota name: in use less listed. Not zero where the cloud has miscounted before.
        var drift: [String: Int]
        var ids: Set<ResourceID>

        static func read(_ context: CheckContext) async throws -> Ledger {
            try await context.look(for: "a moment in which nobody changes the project") {
                let before = try await Listing.read(context.cloud.blockStorage)
                let quota = try await quota(context)
                let after = try await Listing.read(context.cloud.blockStorage)
                // While something is being made or deleted, quota and listing may differ.
                guard before == after, !after.isInMotion, quota.isSettled else { return nil }
                var drift: [String: Int] = [:]
                for (name, count) in after.counts {
                    drift[name] = try quota.figure(name).map { $0.inUse.int - count }
                }
                return Ledger(drift: drift, ids: after.ids)
            }
        }

        /// A cloud that keeps a project's figures from its members has not miscounted.
        private static func quota(_ context: CheckContext) async throws -> QuotaSet {
            do {
                return try await context.cloud.blockStorage.quota()
            } catch let error as APIError where [403, 404].contains(error.status) {
                throw Finding(
                    .notPermitted, "The project's quota cannot be read: \(error)",
                    advice: "Allow members to read their own quota or limits.")
            }
        }
    }

    /// Everything in the project that quota counts.
    private struct Listing: Equatable {
        var ids: Set<ResourceID>
        var isInMotion: Bool
        /// By quota name.
        var counts: [String: Int]

        static func read(_ storage: BlockStorage) async throws -> Listing {
            let volumes = try await storage.volumes()
            let backups = try await storage.backups()
            let snapshots = try await storage.snapshots()
            let states = volumes.map(\.status) + backups.map(\.status) + snapshots.map(\.status)
            return Listing(
                ids: Set(volumes.map(\.id) + backups.map(\.id) + snapshots.map(\.id)),
                isInMotion: states.contains(where: Core.isInMotion),
                counts: [
                    "volumes": volumes.count, "backups": backups.count,
                    "snapshots": snapshots.count,
                    "gigabytes": try total(
                        volumes.map { try $0.size } + snapshots.map { try $0.size },
                        of: "volumes and snapshots"),
                    "backup_gigabytes": try total(
                        backups.map { try $0.size }, of: "backups"),
                ])
        }

        private static func total(_ sizes: [Quantity], of what: String) throws -> Int {
            guard let sum = Quantity.sum(sizes) else {
                throw Finding(
                    .unreachable,
                    "The sizes of the project's \(what), as listed, add up to more than any cloud has.",
                    advice: "Look for an absurd size among them.")
            }
            return sum.int
        }
    }

    /// A member of another project can neither see nor restore the backup.
    static var isolation: Scenario<Void> {
        Scenario()
            .step("sign in as a member of another project") { context, _ in
                let other = try context.acting(as: .otherProject).cloud
                let ours = try await context.cloud.token().projectID
                guard try await other.token().projectID != ours else {
                    throw Finding(
                        .notApplicable, "The second credential belongs to the same project.",
                        advice: "Name one of another project: --other-cloud NAME.")
                }
                return other
            }
            .step(
                "make a volume and a backup", creates: .volume(gib: one) + .backup(gib: one),
                calls: [volumeCall, backupCall]
            ) { context, other in
                let volume = try await context.make(.volume("source", gib: one))
                return (other, try await context.make(.backup(of: volume, "backup")))
            }
            .require("the other project does not see it", calls: ["GET /backups/{id}"]) {
                context, made in
                let (other, backup) = made
                if try await isShown(backup, to: other) {
                    throw Finding(
                        .demandNotMet, "A member of another project is shown the backup by its id.",
                        advice:
                            "Customers' backups are not private here: tell the operator at once.")
                }
                if try await isListed(backup, to: other) {
                    throw Finding(
                        .demandNotMet, "A member of another project finds the backup in a listing.",
                        advice:
                            "Customers' backups are not private here: tell the operator at once.")
                }
                return made
            }
            .require("the other project cannot restore it", calls: [restoreCall]) { context, made in
                do {
                    _ = try await context.acting(as: .otherProject)
                        .create(.restoring(made.1, "stolen"))
                } catch let error as APIError where refusals.contains(error.status) {
                    context.record(Evidence(.refusal, error.description))
                    return
                }
                throw Finding(
                    .demandNotMet, "A member of another project can restore the backup.",
                    advice: "Customers' backups are not private here: tell the operator at once.")
            }
    }

    private static func isShown(_ backup: Owned<Backup>, to other: Cloud) async throws -> Bool {
        do {
            _ = try await other.blockStorage.backup(backup.id)
            return true
        } catch let error as APIError where refusals.contains(error.status) {
            return false
        }
    }

    private static func isListed(_ backup: Owned<Backup>, to other: Cloud) async throws -> Bool {
        do {
            return try await other.blockStorage.backups().contains { $0.id == backup.id }
        } catch let error as APIError where refusals.contains(error.status) {
            return false
        }
    }

    /// The ways to keep from somebody what is not theirs.
    private static let refusals = [400, 403, 404, 409]
}
