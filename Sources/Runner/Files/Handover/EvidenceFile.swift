// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

/// The evidence bundle that a run writes; tested before the run.
struct EvidenceFile {
    let calls = CallLog()
    private let file: PrivateFile

    var path: String { file.path }

    init(_ path: String, overwrites: Bool) throws {
        try Self.requirePacked(path)
        file = PrivateFile(path: path, own: .evidence, overwrites: overwrites)
        do {
            try file.check()
        } catch {
            throw ValidationError("\(error) Or set another --evidence FILE.")
        }
    }

    /// Throws a `ValidationError` unless the name is that of a packed archive.
    static func requirePacked(_ path: String) throws {
        guard path.hasSuffix(".tar.gz") || path.hasSuffix(".tgz") else {
            throw ValidationError(
                "--evidence \(path.quotedForMessage) is to be a packed archive; let its name end with .tar.gz."
            )
        }
    }

    /// Writes all or nothing; throws sentences for the user.
    func write(
        _ report: Report, _ facts: FactRecording, of plan: Plan,
        setting parameters: ParameterValues, at date: Date, by signer: (any ReportSigner)?,
        program: EvidenceContents.Program
    ) async throws {
        try facts.keep(report, of: plan, setting: parameters)
        let contents = EvidenceContents(
            report, facts: try facts.file(recordedAt: date, hiding: Console.vault), calls: calls,
            scope: plan.scope?.scope.source, program: program)
        try file.write(try await contents.packed(by: signer, hiding: Console.vault))
    }

    /// This program; its file is read whole.
    static func program() throws -> EvidenceContents.Program {
        EvidenceContents.Program(
            name: CheckProgram.current.name, version: CheckProgram.current.fullVersion,
            sha256: try LocalFile.read("/proc/self/exe", limit: 1 << 30)?.sha256)
    }
}
