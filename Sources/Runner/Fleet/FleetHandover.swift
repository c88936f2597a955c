// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet
import SCSHandover

/// Hands over what many subjects yield: evidence and history of each, metrics and one upload of all.
actor FleetHandover {
    /// What evidence is signed with and says about the program; nil without evidence.
    struct EvidenceTerms: Sendable {
        var name: String
        var signer: (any ReportSigner)?
        var program: EvidenceContents.Program
    }

    nonisolated let evidence: EvidenceTerms?
    private let upload: MonitorUpload?
    private let keeping: Keeping
    private var metrics = ReportMetrics()
    private var documents: [(bytes: [UInt8], file: String)] = []
    private var kept: Set<String> = []
    /// How many subjects each failure concerns.
    private var failures: [String: Int] = [:]

    /// Prepares everything before the run, so that it cannot fail for a typo; throws sentences for the user.
    init(
        _ options: HandoverOptions, _ keeping: KeepingOptions, requiresTLS: Bool, overwrites: Bool
    ) async throws {
        if let name = options.evidence, !FleetSubject.isName(name) {
            throw ValidationError(
                "Evidence of many clouds is in the folder of each; name it without a path, such as "
                    + "evidence.tar.gz, not \(name.quotedForMessage).")
        }
        try options.evidence.map(EvidenceFile.requirePacked)
        try options.requireEffect()
        self.keeping = try keeping.prepare(overwrites: overwrites)
        upload =
            options.monitor.monitor == nil
            ? nil : try await MonitorUpload(options, account: nil, requiresTLS: requiresTLS)
        let signer = upload?.signer
        guard let name = options.evidence else {
            evidence = nil
            return
        }
        let evidenceSigner =
            if let signer { signer as (any ReportSigner)? } else {
                try await options.key.signer()
            }
        evidence = EvidenceTerms(
            name: name, signer: evidenceSigner, program: try EvidenceFile.program())
    }

    /// Whether all reports must be of a scope.
    nonisolated var uploads: Bool { upload != nil }

    /// Keeps a subject's report; what fails is told and raises the exit status.
    ///
    /// Results that were taken over from an `earlier` report go to the monitor in that one, with its time.
    func keep(
        _ report: Report, over earlier: Report? = nil, of subject: FleetSubject,
        telling tell: @Sendable (String) -> Void
    ) {
        kept.insert(subject.name)
        if keeping.history?.keep(report, telling: tell) == false {
            fail("the history was not written")
        }
        if keeping.metrics != nil {
            metrics.add(report, subject: subject.name, cloud: subject.cloud)
        }
        guard upload != nil, !report.run.interrupted else { return }
        do {
            for report in [earlier, report].compactMap(\.self) {
                documents.append(
                    (try report.forMonitor(subject: nil), "The report of \(subject.name)"))
            }
        } catch {
            tell(HandoverFailure.sentence(error) ?? error.formatted)
            fail("not all reports were uploaded")
        }
    }

    /// Notes a failure of one subject.
    func fail(_ what: String) { failures[what, default: 0] += 1 }

    /// Writes the metrics and uploads; returns what failed, to follow the exit status.
    func finish(_ matrix: Matrix) async -> String? {
        if let file = keeping.metrics {
            for row in matrix.rows where !kept.contains(row.name) {
                metrics.add(
                    untested: row.name, cloud: row.cloud, exitStatus: row.exitStatus,
                    toolVersion: matrix.tool.version)
            }
            if !file.write(metrics.text) { fail("the metrics were not written") }
        }
        if let upload {
            if matrix.run.interrupted {
                Console.tell("Nothing was uploaded, as the run was interrupted.")
                fail("the reports were not uploaded")
            } else if !documents.isEmpty {
                let documents = documents.sorted { $0.file < $1.file }
                if await !upload.send({ documents }) { fail("the reports were not uploaded") }
            }
        }
        guard !failures.isEmpty else { return nil }
        return failures.sorted { $0.key < $1.key }.map { what, count in
            count > 1 ? "\(what) for \(count) subjects" : what
        }.joined(separator: ", ")
    }
}

extension HandoverOptions {
    /// These options, and those of scs-check.yaml where there are none.
    func over(_ output: FleetOutput) -> HandoverOptions {
        var result = self
        result.evidence = evidence ?? output.evidence?.value
        // Accounts and their passwords belong to one monitor.
        if let upload = output.upload, monitor.monitor == nil {
            result.monitor.monitor = upload.monitor.value
            result.monitor.monitorUser = monitor.monitorUser ?? upload.user?.value
            if monitor.monitorPasswordFd == nil && monitor.monitorPasswordCommand == nil {
                result.monitor.monitorPasswordCommand = upload.passwordCommand?.value
            }
            result.monitor.monitorCacert = monitor.monitorCacert ?? upload.cacert?.value
            result.monitor.uploads = monitor.uploads ?? upload.queue?.value
        }
        if key.key == nil, result.evidence != nil || result.monitor.monitor != nil {
            result.key.key = output.key?.value
            result.key.passphraseCommand = output.passphraseCommand?.value
        }
        return result
    }
}
