// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
package import SCSCheck
package import SCSSupport

/// All that a run leaves as evidence.
package struct EvidenceContents: Sendable {
    /// The program that ran.
    package struct Program: Sendable, Codable {
        package let name: String
        package let version: String
        /// The SHA-256 of its file, in hex; nil if that cannot be read.
        package let sha256: String?

        package init(name: String, version: String, sha256: String?) {
            self.name = name
            self.version = version
            self.sha256 = sha256
        }
    }

    private let report: Report
    private let facts: [UInt8]
    private let calls: CallLog
    private let scope: [UInt8]?
    private let program: Program

    /// `facts` is a record of the same run, `scope` the file that was assessed.
    package init(
        _ report: Report, facts: [UInt8], calls: CallLog, scope: [UInt8]?, program: Program
    ) {
        self.report = report
        self.facts = facts
        self.calls = calls
        self.scope = scope
        self.program = program
    }

    /// The bundle, signed if there is a signer; the same contents give the same bytes but for the signature.
    package func packed(
        by signer: (any ReportSigner)?, hiding vault: SecretVault
    ) async throws -> [UInt8] {
        let har = vault.clean(
            HAR.document(calls, tool: report.tool.name, version: report.tool.version))
        var files: [(name: String, content: [UInt8])] = [
            (EvidenceBundle.report, try JSONReport.render(report)), (EvidenceBundle.facts, facts),
            (EvidenceBundle.calls, try text(har)), (EvidenceBundle.program, try text(program)),
        ]
        if let scope { files.append((EvidenceBundle.scope, scope)) }
        let manifest = try Manifest(report, files).encoded()
        files.append((Manifest.name, manifest))
        if let signer {
            let signature = try await signer.sign(manifest).armored
            files.append((Manifest.signatureName, Array(signature.utf8)))
        }
        let seconds = Timestamp.parse(report.run.endedAt)?.timeIntervalSince1970 ?? 0
        return Gzip.pack(
            Tar.pack(files.sorted { $0.name < $1.name }, seconds: Int(max(0, seconds))))
    }

    private func text(_ value: some Encodable) throws -> [UInt8] {
        try JSONWriter.text(value) + [0x0A]
    }
}
