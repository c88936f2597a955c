// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet
import SCSHandover

/// What all subjects of a run share.
struct SharedTerms: Sendable {
    let registry: CheckRegistry
    let clouds: SharedByClouds
    let folder: FleetFolder
    let handover: FleetHandover
    let waivers: WaiverFile?
}

extension RunCommand {
    /// Tests one subject by its own settings.
    func test(
        _ subject: FleetSubject, _ shared: SharedTerms,
        _ onEvent: @escaping @Sendable (Event) -> Void,
        _ onLine: @escaping @Sendable (String) -> Void
    ) async throws -> Report {
        let (registry, waivers) = (shared.registry, shared.waivers)
        let options = SubjectOptions(self, subject)
        let plan = try shared.clouds.plan(options, registry)
        try reports.check(plan)
        let resumption = try resumption(of: subject, shared, onLine)
        if let resumption, resumption.open.isEmpty {
            let report = resumption.whole.waived(by: waivers, registry)
            await shared.handover.keep(report, of: subject, telling: onLine)
            return report
        }
        let tested = resumption?.plan(of: plan) ?? plan
        let parameters = try options.parameters.values(
            registry, plan, subject: subject.name, configured: options.configuredParameters)
        var choice = try options.target.choice(
            registry, plan, options.secrets,
            configured: options.configuredCredentials(registry))
        choice.gates =
            [shared.clouds.hosts]
            + (subject.settings.requests.map {
                [HostGates(most: $0.value, forEachHost: false, clock: ContinuousClock())]
            } ?? [])
        choice.loops = shared.clouds.loops
        choice.finder = shared.clouds.finder
        let identity = RunIdentity()
        let terms = shared.handover.evidence
        let evidence = try terms.map {
            try EvidenceFile(
                // The evidence of what is taken over stays.
                "\(shared.folder.path)/\(subject.name)/"
                    + (resumption == nil ? "" : "\(identity.id)-") + $0.name,
                overwrites: reports.overwrite)
        }
        choice.log = evidence?.calls
        let facts = evidence == nil ? nil : FactRecording()
        let session = try await Session(choice, onLine: onLine)
        for warning in session.warnings { onLine("warning: \(warning)") }
        var settings = CheckSettings(seed: identity.seed)
        settings.timeLimit = .seconds(options.timeLimit)
        settings.readBack = readBack.readBack
        settings.parameters = parameters
        settings.pluginAccess = try plugins.access(session.simulation)
        var report = try await SubjectRun(
            plan: tested, session: session, settings: settings, identity: identity,
            recording: facts, journals: journals, selection: options.selection.standards,
            excluded: options.selection.exclude, exitStatusRule: reports.exitStatusRule,
            totalTime: options.totalTime.map { .seconds($0) }, onEvent: onEvent, onLine: onLine
        ).report()
        // The certificate knows the subject by this name, whatever clouds.yaml calls it.
        report.subject.cloud = subject.name
        report = report.waived(by: waivers, registry)
        if let evidence, let terms, let facts {
            do {
                try await evidence.write(
                    report, facts, of: tested, setting: parameters, at: session.date(),
                    by: terms.signer, program: terms.program)
            } catch {
                onLine(HandoverFailure.sentence(error) ?? "\(error.formatted).")
                await shared.handover.fail("the evidence was not written")
            }
        }
        if let resumption {
            report = resumption.merged(into: report).waived(by: waivers, registry)
        }
        await shared.handover.keep(
            report, over: resumption?.earlier, of: subject, telling: onLine)
        return report
    }

    /// What of the subject's earlier report is taken over; nil if everything is to be tested.
    private func resumption(
        of subject: FleetSubject, _ shared: SharedTerms,
        _ onLine: @Sendable (String) -> Void
    ) throws -> Resumption? {
        guard fleet.resume else { return nil }
        do {
            return try resumption(of: subject, shared.registry, in: shared.folder)
        } catch let error as Resumption.Changed {
            onLine("tested from the start: \(error)")
            return nil
        }
    }
}
