// SPDX-License-Identifier: Apache-2.0
import Core

/// A backup restored over a volume with other data leaves nothing of them.
enum RestoreOverVolume {
    static var scenario: Scenario<Void> {
        Scenario()
            .step(
                "make two volumes with different data", creates: .filledVolume * 2,
                calls: BackupCall.fill
            ) { context, _ in
                let source = try await context.volume(holding: .emptyTail, "source")
                let target = try await context.volume(
                    holding: .toTheLastByte, generation: 1, "target")
                return (source, target)
            }
            .require(
                "back up the first", creates: .backup(gib: 1),
                calls: [BackupCall.createBackup]
            ) {
                context, made in
                (made, try await context.make(.backup(of: made.0.volume, "backup")))
            }
            .require("restore it over the second", calls: [BackupCall.restore]) {
                context, made in
                try await context.restore(made.1, over: made.0.1.volume)
                return made.0
            }
            .require(
                "compare what came back", creates: .image, deletes: .image,
                calls: BackupCall.readBack
            ) { context, made in
                try await context.compare(
                    made.1.volume, with: made.0, history: "The backup, restored over another volume"
                )
            }
    }
}
