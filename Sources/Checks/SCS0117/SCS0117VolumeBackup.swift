// SPDX-License-Identifier: Apache-2.0
package import SCSCheck

/// Customers can back up volumes, and restored data are the stored ones.
///
/// Standard: https://docs.scs.community/standards/scs-0117-v1-volume-backup-service
package struct SCS0117VolumeBackup: CheckModule {
    package let standard = "scs-0117"

    package init() {}

    package var prerequisites: [Prerequisite] {
        [
            .service(.blockStorage),
            .customer,
            .quota,
        ]
    }

    package let personas: [Persona] = [.otherProject]

    package var testcases: [Testcase] {
        [
            Testcase("scs-0117-test-backup", depth: .api, PlainBackup.scenario),
            Testcase("scs-0117-x-data", depth: .data, DataRestore.scenario(.toTheLastByte)),
            Testcase("scs-0117-x-data-empty-tail", depth: .data, DataRestore.scenario(.emptyTail)),
            Testcase("scs-0117-x-incremental", depth: .full, IncrementalBackups.generations),
            Testcase("scs-0117-x-incremental-reverted", depth: .full, IncrementalBackups.reverted),
            Testcase("scs-0117-x-restore-existing", depth: .full, RestoreOverVolume.scenario),
            Testcase("scs-0117-x-snapshots", depth: .full, SnapshotBackups.scenario),
            Testcase("scs-0117-x-accounting", depth: .full, QuotaAccounting.scenario),
            Testcase("scs-0117-x-isolation", depth: .full, ProjectIsolation.scenario),
            Testcase("scs-0117-x-incremental-erased", depth: .named, IncrementalBackups.erased),
        ]
    }
}
