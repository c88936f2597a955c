// SPDX-License-Identifier: Apache-2.0

/// The verdicts of a run at depth full on each real back end.
///
/// Two columns show faults of Cinder 2025.1 that lose data; when Cinder changes, this table changes
/// too.
enum ExpectedVerdicts {
    enum BackEnd: String, CaseIterable, Sendable {
        /// Files with flat copies, Cinder's POSIX backup driver.
        case files
        /// Cinder's stock NFS driver: a restored volume is cut after its last data, and a backup of
        /// a volume with a snapshot holds only its newest layer.
        case nfs
        /// Stock RBD and Ceph backup drivers.
        case ceph
    }

    struct Row: Sendable {
        var id: String
        var files: String
        var nfs: String
        var ceph: String

        init(_ id: String, files: String = "PASS", nfs: String = "PASS", ceph: String = "PASS") {
            self.id = id
            self.files = files
            self.nfs = nfs
            self.ceph = ceph
        }

        subscript(backEnd: BackEnd) -> String {
            switch backEnd {
            case .files: files
            case .nfs: nfs
            case .ceph: ceph
            }
        }
    }

    static let table = [
        Row("scs-0117-test-backup"),
        Row("scs-0117-x-data"),
        Row("scs-0117-x-data-empty-tail", nfs: "FAIL data-mismatch"),
        Row("scs-0117-x-incremental"),
        // The NFS driver cannot revert; on Ceph the increment holds a deleted one's data.
        Row(
            "scs-0117-x-incremental-reverted", nfs: "ABORT resource-error",
            ceph: "FAIL data-mismatch"),
        Row("scs-0117-x-restore-existing"),
        // On Ceph, deleting the failed second backup destroys the first.
        Row("scs-0117-x-snapshots", nfs: "FAIL data-mismatch", ceph: "FAIL data-mismatch"),
        Row("scs-0117-x-accounting"),
        Row("scs-0117-x-isolation"),
        // Cinder's chunked backup drivers skip the zeros of an increment on a new volume.
        Row(
            "scs-0117-x-incremental-erased", files: "FAIL data-mismatch",
            nfs: "FAIL data-mismatch"),
        Row(
            "scs-0117-x-separate-storage", files: "MISSING manual", nfs: "MISSING manual",
            ceph: "MISSING manual"),
    ]
}
