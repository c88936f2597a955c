// SPDX-License-Identifier: Apache-2.0
import SCSCheck

/// The calls that backup steps declare, as in the API reference.
enum BackupCall {
    static let createVolume = "POST /volumes"
    static let createBackup = "POST /backups"
    static let restore = "POST /backups/{id}/restore"
    static let fill = ["POST /v2/images", "PUT /v2/images/{id}/file", createVolume]
    static let readBack = [
        "POST /volumes/{id}/action os-volume_upload_image", "GET /v2/images/{id}",
    ]
    static let restoreAndReadBack = [restore] + readBack
}

extension Need {
    /// A volume with known data, and the image that it was created from.
    static let filledVolume = image + .volume(gib: 1)
    /// A restored volume, and the image for reading it back.
    static let restoredVolume = volume(gib: 1) + .image
    /// A content on its way into a volume: its image and backup stay, its own volume does not.
    static let contentInBackup = image + .volume(gib: 1) + .backup(gib: 1)
}
