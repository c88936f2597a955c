// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// A member of another project can neither see nor restore the backup.
enum ProjectIsolation {
    static var scenario: Scenario<Void> {
        Scenario()
            .step("sign in as a member of another project") { context, _ in
                let other = try context.acting(as: .otherProject).cloud
                let ours = try await context.cloud.token().projectID
                guard try await other.token().projectID != ours else {
                    throw Finding(
                        .notApplicable, "The second credential is for the same project.",
                        advice: "Use a credential of another project.")
                }
                return other
            }
            .step(
                "create a volume and a backup", creates: .volume(gib: 1) + .backup(gib: 1),
                calls: [BackupCall.createVolume, BackupCall.createBackup]
            ) { context, other in
                let volume = try await context.make(.volume("source", gib: 1))
                let backup = try await context.make(.backup(of: volume, "backup"))
                return ForeignBackup(backup: backup, other: other)
            }
            .require("the other project cannot see the backup", calls: ["GET /backups/{id}"]) {
                context, made in
                if try await isShown(made.backup, to: made.other) {
                    throw Finding(
                        .requirementNotMet,
                        "A member of another project can read the backup by its id.",
                        advice:
                            "Backups of customers are not private: inform the operator immediately."
                    )
                }
                if try await isListed(made.backup, to: made.other) {
                    throw Finding(
                        .requirementNotMet,
                        "A member of another project can find the backup in a list.",
                        advice:
                            "Backups of customers are not private: inform the operator immediately."
                    )
                }
                return made
            }
            .require("the other project cannot restore the backup", calls: [BackupCall.restore]) {
                context, made in
                do {
                    _ = try await context.acting(as: .otherProject)
                        .create(.restoring(made.backup, "stolen"))
                } catch let error as APIError where error.keepsBackupPrivate {
                    context.record(Evidence(.refusal, error.description))
                    return
                }
                throw Finding(
                    .requirementNotMet, "A member of another project can restore the backup.",
                    advice: "Backups of customers are not private: inform the operator immediately."
                )
            }
    }

    private static func isShown(_ backup: Owned<Backup>, to other: Cloud) async throws -> Bool {
        do {
            _ = try await other.blockStorage.backup(backup.id)
            return true
        } catch let error as APIError where error.keepsBackupPrivate {
            return false
        }
    }

    private static func isListed(_ backup: Owned<Backup>, to other: Cloud) async throws -> Bool {
        do {
            return try await other.blockStorage.backups().contains { $0.id == backup.id }
        } catch let error as APIError where error.keepsBackupPrivate {
            return false
        }
    }
}

extension APIError {
    /// The ways to keep a backup from somebody whose it is not.
    ///
    /// Unlike `deniesAccess` without 401, which is about the credential and proves nothing about the backup,
    /// and with 400 and 409, by which a restore is refused as invalid.
    fileprivate var keepsBackupPrivate: Bool { [400, 403, 404, 409].contains(status) }
}

/// A backup, and the cloud as a member of another project sees it.
private struct ForeignBackup: Sendable {
    let backup: Owned<Backup>
    let other: Cloud
}
