// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// Customers can take snapshots of volumes; backups are recommended, on a storage of their own.
///
/// Discussed: https://github.com/SovereignCloudStack/standards/issues/973
package struct SCS0117V2SnapshotsAndBackups: CheckModule {
    package let standard = "scs-0117-v2"

    package init() {}

    package static let selfDescription = Parameter<SelfDescription?>(
        "scs-0117-v2", "self-description",
        .file { file in
            try SelfDescription.read(
                file.bytes, file: file.path, subject: file.subject, on: CalendarDate(file.date))
        }, otherwise: "none",
        "The provider's self-description, about what no customer can see.")
    package var parameters: [any DeclaredParameter] { [Self.selfDescription] }

    package var prerequisites: [Prerequisite] { [.customer, .service(.blockStorage), .quota] }

    package var testcases: [Testcase] {
        [
            Testcase("scs-0117-x-snapshot-restore", depth: .api, Self.snapshot),
            Testcase("scs-0117-x-separate-backup", depth: .api, Self.backup),
        ]
    }

    private static var snapshot: Scenario<Void> {
        Scenario()
            .step("create a volume", creates: .volume(gib: 1), calls: ["POST /volumes"]) {
                context, _ in
                try await context.make(.volume("source", gib: 1))
            }
            .require(
                "take a snapshot of it", creates: .snapshot(gib: 1), calls: ["POST /snapshots"]
            ) { context, volume in
                try await context.make(.snapshot(of: volume, "snapshot"))
            }
            .require(
                "create a volume from the snapshot", creates: .volume(gib: 1),
                calls: ["POST /volumes"]
            ) { context, snapshot in
                _ = try await context.make(.volume("copy", gib: 1, snapshot: snapshot))
            }
    }

    /// The provider's word comes first: without it, backups prove nothing.
    private static var backup: Scenario<Void> {
        PlainBackup.scenario(
            after: Scenario()
                .step("read the provider's self-description") { context, _ in
                    try await storage(context[selfDescription])
                }
                .require("backups are written to a storage of their own") { context, storage in
                    context.record(
                        Evidence(
                            .note,
                            "The provider says that volumes are on "
                                + "\(storage.volumes.joined(separator: ", ")) and backups on "
                                + "\(storage.backups.joined(separator: ", "))."))
                    guard storage.shared.isEmpty else {
                        throw Finding(
                            .requirementNotMet,
                            "By the provider's self-description, volumes and backups share the "
                                + "storage \(storage.shared.joined(separator: ", ")).",
                            advice: "Write backups to a storage system that holds no volumes.")
                    }
                })
    }

    private static func storage(
        _ description: SelfDescription?
    ) async throws -> SelfDescription.Storage {
        guard let storage = description?.storage else {
            let lack =
                description == nil
                ? "The provider's self-description was not given"
                : "The provider's self-description says nothing about storage"
            throw Finding(
                .notApplicable,
                "\(lack), and no customer can see on which storage backups are written.",
                advice: "Give the run a self-description with the storage of volumes and backups"
                    + "\(selfDescription.inParentheses); docs/self-description.md has the format.")
        }
        return storage
    }
}
