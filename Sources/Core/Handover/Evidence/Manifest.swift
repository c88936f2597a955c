// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import SCSSupport

/// What a bundle holds, by name: size and SHA-256 of each file. This is what is signed.
package struct Manifest: Sendable, Equatable, Codable {
    package static let name = "manifest.json"
    package static let signatureName = "manifest.json.sig"
    static let format = "scs-check evidence"

    package struct File: Sendable, Equatable, Codable {
        package let size: Int
        package let sha256: String

        init(_ content: [UInt8]) {
            size = content.count
            sha256 = content.sha256
        }
    }

    let format: String
    /// Increases when an older program could not read it.
    let version: Int
    package let subject: String
    package let run: String
    /// The end of the run.
    package let time: String
    package let files: [String: File]

    init(_ report: Report, _ files: [(name: String, content: [UInt8])]) {
        format = Self.format
        version = 1
        subject = report.subject.cloud
        run = report.run.id
        time = report.run.endedAt
        self.files = Dictionary(files.map { ($0.name, File($0.content)) }) { $1 }
    }

    func encoded() throws -> [UInt8] {
        try JSONWriter.text(self) + [0x0A]
    }

    /// Throws `EvidenceError`.
    static func read(_ bytes: [UInt8], of bundle: String) throws(EvidenceError) -> Manifest {
        let manifest: Manifest
        do {
            manifest = try JSONReader.decode(Manifest.self, from: bytes)
        } catch {
            throw EvidenceError("\(bundle) has a manifest that cannot be read: \(error.formatted).")
        }
        guard manifest.format == format else {
            throw EvidenceError("\(bundle) has a manifest of another program.")
        }
        guard manifest.version == 1 else {
            throw EvidenceError(
                "\(bundle) has version \(manifest.version) of the manifest, and this program reads "
                    + "version 1; use a newer one.")
        }
        return manifest
    }
}
