// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSHandover

/// An evidence bundle that a command reads.
enum BundleFile {
    /// The bundle in `bytes`; nil if they are none. Throws `CommandFailure` if it is not as it was packed.
    static func read(_ bytes: [UInt8], _ path: String) throws -> EvidenceBundle? {
        guard EvidenceBundle.isOne(bytes) else { return nil }
        do {
            let bundle = try EvidenceBundle(bytes, file: path.harmless(300))
            try bundle.requireIntact()
            return bundle
        } catch let error as EvidenceError {
            throw error.asCommandError
        } catch let error as SigningError {
            throw CommandFailure("\(path.harmless(300)): \(error)")
        }
    }
}
