// SPDX-License-Identifier: Apache-2.0

/// How a simulated cloud behaves: well, or with one or several faults.
package struct Profile: Sendable, Hashable {
    /// A way to be different from a cloud that keeps the standard.
    package enum Fault: String, Sendable, CaseIterable {
        case compliant
        case backupServiceMissing = "backup-service-missing"
        case backupNotOffered = "backup-not-offered"
        case backupError = "backup-error"
        case restoreError = "restore-error"
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
        case undeletable
        case unauthorized

        /// What a cloud with this fault does, in one line.
        package var summary: String {
            switch self {
            case .compliant: "keeps the standard"
            case .backupServiceMissing: "no backup service runs: every backup ends in error"
            case .backupNotOffered: "the backup API does not exist: 404"
            case .backupError: "every backup ends in error"
            case .restoreError: "every restore ends in error_restoring, the reason only in messages"
            case .corruptRestore: "one byte of every restored volume is wrong"
            case .cutTail: "a restored volume ends behind its last byte that is not zero"
            case .snapshotTopLayer: "a volume with a snapshot: only what changed since is backed up"
            case .ceph: "as Cinder and Glance on Ceph, with two faults of its backups"
            case .staleIncrement: "an increment made anew holds data of the deleted one"
            case .erasedReturn: "increments restored onto a new volume bring erased data back"
            case .slow: "everything takes sixty times as long"
            case .stuck: "a backup never ends"
            case .throttled: "429 with Retry-After now and then"
            case .flaky: "502, 503 and lost connections, also after a creation has happened"
            case .quotaFull: "the project has no volume left in its quota"
            case .backupQuotaFull: "the project has no backup left in its quota"
            case .expiredToken: "the first token is revoked in the middle"
            case .admin: "the user holds the role admin"
            case .reader: "the user holds the role reader only"
            case .noImageService: "there is no image service"
            case .imageUploadForbidden: "members may not create images"
            case .noQcow2: "the image service takes no qcow2"
            case .hashless: "images carry no os_hash_value"
            case .undeletable: "deleting a volume ends in error_deleting"
            case .unauthorized: "every password is wrong"
            }
        }
    }

    package let faults: Set<Fault>

    package static let compliant = Profile([])

    /// Every name with its one-line description, in the order in which help shows them.
    package static let all: [(name: String, summary: String)] =
        Fault.allCases.map { ($0.rawValue, $0.summary) }

    package init(_ faults: Set<Fault>) {
        self.faults = faults.subtracting([.compliant])
    }

    /// A profile by its name; several joined by `+`; nil when one of them is unknown.
    package init?(name: String) {
        var faults: Set<Fault> = []
        for part in name.split(separator: "+", omittingEmptySubsequences: false) {
            guard let fault = Fault(rawValue: String(part)) else { return nil }
            faults.insert(fault)
        }
        self.init(faults)
    }

    /// Reads the cloud name `simulated` or `simulated:FAULT`; nil for any other.
    package static func parse(_ cloud: String) -> Profile? {
        let parts = cloud.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.first == "simulated" else { return nil }
        return parts.count == 1 ? .compliant : Profile(name: String(parts[1]))
    }

    package var name: String {
        if faults.isEmpty { return Fault.compliant.rawValue }
        return Fault.allCases.filter(faults.contains).map(\.rawValue).joined(separator: "+")
    }

    func has(_ fault: Fault) -> Bool { faults.contains(fault) }

    /// How many times longer a change of state takes.
    var pace: Int { has(.slow) ? 60 : 1 }
}
