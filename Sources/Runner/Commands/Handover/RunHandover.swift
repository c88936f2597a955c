// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSHandover

/// What a run hands over once its report is written; prepared before the run, so that it cannot fail for a typo.
struct RunHandover {
    /// The bundle to write; nil if none is requested.
    let evidence: EvidenceFile?
    private let signer: (any ReportSigner)?
    private let upload: MonitorUpload?

    /// Unlocks the key and gets the password; throws sentences for the user.
    init(
        _ options: HandoverOptions, plan: Plan, subject: String, requiresTLS: Bool,
        overwrites: Bool
    ) async throws {
        evidence = try options.evidence.map { try EvidenceFile($0, overwrites: overwrites) }
        guard options.monitor.monitor != nil else {
            signer = try await options.key.signer()
            upload = nil
            return
        }
        guard plan.scope != nil else {
            throw ValidationError(
                "--monitor takes results of a scope; add --scope iaas, or omit it.")
        }
        upload = try await MonitorUpload(
            options, account: options.monitor.monitorSubject ?? subject, requiresTLS: requiresTLS)
        signer = upload?.signer
    }

    /// Hands the report over; returns what failed, to follow the exit status.
    func handOver(
        _ report: Report, _ facts: FactRecording?, of plan: Plan,
        setting parameters: ParameterValues, at date: Date
    ) async -> String? {
        let failures = [
            await writeEvidence(report, facts, of: plan, setting: parameters, at: date),
            await send(report),
        ].compactMap(\.self)
        return failures.isEmpty ? nil : failures.joined(separator: ", ")
    }

    private func writeEvidence(
        _ report: Report, _ facts: FactRecording?, of plan: Plan,
        setting parameters: ParameterValues, at date: Date
    ) async -> String? {
        guard let evidence, let facts else { return nil }
        do {
            try await evidence.write(
                report, facts, of: plan, setting: parameters, at: date, by: signer,
                program: try EvidenceFile.program())
            // Standard output may be the report.
            Console.tell(
                "evidence: \(evidence.path.harmless(300))"
                    + (signer.map { ", signed with \($0.publicKey.fingerprint)" } ?? ", not signed")
            )
            return nil
        } catch {
            Console.tell(HandoverFailure.sentence(error) ?? "\(error.formatted).")
            return "the evidence was not written"
        }
    }

    private func send(_ report: Report) async -> String? {
        guard let upload else { return nil }
        if report.run.interrupted {
            Console.tell("The report was not uploaded, as the run was interrupted.")
            return "the report was not uploaded"
        }
        let isThere = await upload.send {
            [(try report.forMonitor(subject: upload.subject), "the report")]
        }
        return isThere ? nil : "the report was not uploaded"
    }
}

/// What to do with a run's report.
struct HandoverOptions {
    var evidence: String?
    var monitor: MonitorOptions
    var key: KeyOptions

    static let lackOfKey =
        "The monitor takes signed reports only; name the key that signs with --key."

    /// Throws for options without effect; not at once, as scs-check.yaml may complete them.
    func requireEffect() throws {
        guard monitor.monitor == nil else {
            guard key.key != nil else {
                throw ValidationError(Self.lackOfKey)
            }
            return
        }
        for (option, isGiven) in monitor.given where isGiven {
            throw ValidationError("\(option) has no effect without --monitor; omit it.")
        }
        guard key.key == nil || evidence != nil else {
            throw ValidationError(
                "--key has no effect without --evidence or --monitor; omit it.")
        }
    }
}
