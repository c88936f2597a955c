// SPDX-License-Identifier: Apache-2.0

extension Profile {
    /// A way to differ from a cloud that conforms to the standard.
    package enum Fault: String, Sendable, CaseIterable {
        case compliant
        case backupServiceMissing = "backup-service-missing"
        case backupNotOffered = "backup-not-offered"
        case backupError = "backup-error"
        case restoreError = "restore-error"
        case brokenRestore = "broken-restore"
        case failedRestoreVolume = "failed-restore-volume"
        case corruptRestore = "corrupt-restore"
        case cutTail = "cut-tail"
        case snapshotTopLayer = "snapshot-top-layer"
        case ceph
        case staleIncrement = "stale-increment"
        case erasedReturn = "erased-return"
        case slow
        case stuck
        case throttled
        case flaky
        case quotaFull = "quota-full"
        case backupQuotaFull = "backup-quota-full"
        case expiredToken = "expired-token"
        case admin
        case reader
        case noImageService = "no-image-service"
        case imageUploadForbidden = "image-upload-forbidden"
        case noQcow2 = "no-qcow2"
        case hashless
        case parrotedDigest = "parroted-digest"
        case sizeless
        case undeletable
        case unauthorized
        case oldNeutron = "old-neutron"
        case serverError = "server-error"
        case serverStuck = "server-stuck"
        case silentConsole = "silent-console"
        case serverQuotaFull = "server-quota-full"
        case noExternalNetwork = "no-external-network"

        /// The effect of this fault, in one line.
        package var summary: String {
            switch self {
            case .compliant: "conforms to the standard"
            case .backupServiceMissing: "no backup service runs: every backup ends in error"
            case .backupNotOffered: "the backup API does not exist: 404"
            case .backupError: "every backup ends in error"
            case .restoreError: "every restore ends in error_restoring, the reason only in messages"
            case .brokenRestore: "the first restore breaks off with 500 after creating its volume"
            case .failedRestoreVolume: "the volume of a restore ends in error and stays behind: 400"
            case .corruptRestore: "one byte of every restored volume is wrong"
            case .cutTail: "a restored volume ends after its last non-zero byte"
            case .snapshotTopLayer: "a backup of a volume with a snapshot holds only later changes"
            case .ceph: "as Cinder and Glance on Ceph, with two faults of its backups"
            case .staleIncrement: "a new increment holds data of a deleted one"
            case .erasedReturn: "increments restored onto a new volume bring erased data back"
            case .slow: "everything takes sixty times as long"
            case .stuck: "a backup never ends"
            case .throttled: "429 with Retry-After from time to time"
            case .flaky: "502, 503 and lost connections, even after a creation"
            case .quotaFull: "the project has no volume left in its quota"
            case .backupQuotaFull: "the project has no backup left in its quota"
            case .expiredToken: "the first token is revoked in the middle"
            case .admin: "the user holds the role admin"
            case .reader: "the user holds the role reader only"
            case .noImageService: "there is no image service"
            case .imageUploadForbidden: "members may not create images"
            case .noQcow2: "the image service does not accept qcow2"
            case .hashless: "images have no os_hash_value"
            case .parrotedDigest:
                "restored volumes are empty, but their images have the right digest"
            case .sizeless: "images and backups have no size"
            case .undeletable: "deleting a volume ends in error_deleting"
            case .unauthorized: "every password is wrong"
            case .oldNeutron: "the network service lacks default-security-group-rules: 404"
            case .serverError: "every server ends in ERROR: no valid host was found"
            case .serverStuck: "a server never leaves BUILD"
            case .serverQuotaFull: "the project has no server left in its quota"
            case .noExternalNetwork: "there is no external network"
            case .silentConsole: "a guest prints nothing that its user data requests"
            }
        }
    }
}
