// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

extension TemporaryFolder {
    /// Makes an Ed25519 key of OpenSSH without a passphrase, and returns its path.
    func sshKey() throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/ssh-keygen")
        process.arguments = ["-q", "-t", "ed25519", "-N", "", "-f", path + "/key"]
        try process.run()
        process.waitUntilExit()
        return path + "/key"
    }
}
