// SPDX-License-Identifier: Apache-2.0
package import SCSCheck
import SCSSupport

/// A bundle that was read: its files, and whether they are what the manifest says.
package struct EvidenceBundle: Sendable {
    static let report = "report.json"
    static let facts = "facts.json"
    static let calls = "calls.har"
    static let program = "program.json"
    static let scope = "scope.yaml"
    /// A run of the whole scope has a few megabytes.
    private static let limit = 512 << 20

    /// The bundle's name, for messages.
    package let file: String
    package let sha256: String
    package let manifest: Manifest
    private let files: [String: [UInt8]]

    /// Whether the bytes are packed like a bundle.
    package static func isOne(_ bytes: [UInt8]) -> Bool { Gzip.isOne(bytes) }

    /// Unpacks in memory; throws `EvidenceError` for what is no bundle.
    package init(_ bytes: [UInt8], file: String) throws(EvidenceError) {
        self.file = file
        sha256 = bytes.sha256
        do throws(Gzip.Malformed) {
            let archive = try Gzip.unpack(bytes, limit: Self.limit)
            do throws(Tar.Malformed) {
                files = try Tar.unpack(archive)
            } catch {
                throw Gzip.Malformed(problem: error.problem)
            }
        } catch {
            throw EvidenceError("\(file) is no evidence bundle: it \(error.problem).")
        }
        guard let manifest = files[Manifest.name] else {
            throw EvidenceError("\(file) is no evidence bundle: it has no \(Manifest.name).")
        }
        self.manifest = try Manifest.read(manifest, of: file)
    }

    /// What differs from the manifest, each a sentence; empty if nothing does.
    package var differences: [String] {
        var differences: [String] = []
        for (name, listed) in manifest.files.sorted(by: { $0.key < $1.key }) {
            let shown = name.harmless(100)
            guard let content = files[name] else {
                differences.append("\(shown) is missing.")
                continue
            }
            let found = Manifest.File(content)
            guard found != listed else { continue }
            differences.append(
                found.size == listed.size
                    ? "\(shown) was changed: its SHA-256 is \(found.sha256), not \(listed.sha256.harmless(64))."
                    : "\(shown) was changed: it has \(found.size) bytes, not \(listed.size).")
        }
        let unlisted = Set(files.keys).subtracting(manifest.files.keys)
            .subtracting([Manifest.name, Manifest.signatureName])
        differences += unlisted.sorted().map { "\($0) was added." }
        let required = [Self.report, Self.facts, Self.calls, Self.program]
        differences += required.filter { manifest.files[$0] == nil }.map {
            "\($0) is not in the manifest."
        }
        return differences
    }

    /// Whoever signed the manifest; nil if nobody did. Throws `SigningError` for a wrong signature.
    package func signer() throws(SigningError) -> SSHPublicKey? {
        guard let armored = files[Manifest.signatureName] else { return nil }
        let signature = try SSHSignature(armored: armored, file: Manifest.signatureName)
        guard try signature.isValid(for: files[Manifest.name] ?? []) else {
            throw SigningError(
                "\(Manifest.name) was changed since \(signature.publicKey.fingerprint) signed it, or the "
                    + "signature belongs to another bundle.")
        }
        return signature.publicKey
    }

    /// Throws `EvidenceError` if anything was changed, and `SigningError` for a wrong signature.
    package func requireIntact() throws {
        let differences = differences
        guard differences.isEmpty else {
            throw EvidenceError(
                "\(file) is not what was packed, so it proves nothing: "
                    + differences.joined(separator: " "))
        }
        _ = try signer()
    }

    /// Throws a sentence if the report cannot be read.
    package func readReport() throws -> Report {
        try JSONReport.read(content(Self.report), file: "\(Self.report) in \(file)")
    }

    /// The recorded facts and outcomes; throws a sentence if they cannot be read.
    ///
    /// `names` are the facts that somebody judges, of which there must be one; nil: any.
    package func readFacts(_ names: [String]? = nil) throws -> RecordedFacts {
        try RecordedFacts.read(
            content(Self.facts), file: "\(Self.facts) in \(file)", facts: names)
    }

    /// The file's bytes; empty if there is none.
    func content(_ name: String) -> [UInt8] { files[name] ?? [] }
}
