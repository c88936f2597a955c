// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet

/// How a run goes on in the folder of an earlier one.
extension RunCommand {
    /// Throws a `ValidationError` if the folder holds a run of something else.
    func requireSameRun(_ before: Matrix?, in folder: FleetFolder) throws {
        guard let before else { return }
        let facts: [(String, String?, String?)] = [
            ("preset", before.run.preset, fleet.preset),
            ("shard", before.run.shard, fleet.shard.flatMap { Shard($0) }?.description),
        ]
        for (name, was, now) in facts where was != now {
            throw ValidationError(
                "--resume cannot go on in \(folder.path.harmless(300)): the \(name) of the run there is "
                    + "\(was.map(\.quotedForMessage) ?? "none"), not \(now.map(\.quotedForMessage) ?? "none"). "
                    + "Repeat its options, or set another folder with --output.")
        }
    }

    /// Says what is taken over, before anything is tested.
    func announceResumption(
        _ subjects: [FleetSubject], _ registry: CheckRegistry, _ before: Matrix?,
        in folder: FleetFolder
    ) -> [String] {
        var (whole, parts, kept, open, anew) = (0, 0, 0, 0, 0)
        let regions = subjects.count(where: \.isOfAllRegions)
        var lines: [String] = []
        for subject in subjects.flatMap({ known($0, before) }) where !subject.isOfAllRegions {
            switch Result(catching: { try resumption(of: subject, registry, in: folder) }) {
            case .success(let found?) where found.open.isEmpty:
                whole += 1
                kept += found.kept.count
            case .success(let found?):
                parts += 1
                kept += found.kept.count
                open += found.open.count
            case .success(nil), .failure:
                // A subject that cannot be tested says why when it is its turn.
                anew += 1
            }
        }
        lines.append(
            "Resuming: \(whole.counted("subject")) taken over as a whole, \(parts) in part, \(anew) tested "
                + "from the start; \(kept.counted("test case")) taken over, \(open) tested again."
                + (regions == 0
                    ? "" : " The regions of \(regions.counted("subject")) are looked up again."))
        let names = Set(subjects.map(\.name))
        let gone = (before?.rows ?? []).filter { row in
            !names.contains(row.name) && !(row.parent.map(names.contains) ?? false)
        }.map(\.name)
        if !gone.isEmpty {
            lines.append(
                "warning: \(gone.count.counted("subject")) of the earlier run not in this one: "
                    + gone.prefix(20).joined(separator: ", ").harmless(2000))
        }
        return lines
    }

    /// The subjects of the regions that the earlier run found, as far as it did.
    private func known(_ subject: FleetSubject, _ before: Matrix?) -> [FleetSubject] {
        guard subject.isOfAllRegions else { return [subject] }
        let regions = (before?.rows ?? []).filter { $0.parent == subject.name }.compactMap(\.region)
        return regions.isEmpty ? [subject] : subject.subjects(in: regions)
    }

    /// What of a subject's report in the folder still counts; nil if there is none, throws why nothing does.
    func resumption(
        of subject: FleetSubject, _ registry: CheckRegistry, in folder: FleetFolder
    ) throws -> Resumption? {
        guard let earlier = folder.earlierReport(of: subject.name) else { return nil }
        let options = SubjectOptions(self, subject)
        let cloud = try options.keystone()
        let plan = try options.plan(registry)
        let parameters = try options.parameters.values(
            registry, plan, subject: subject.name, configured: options.configuredParameters)
        return try Resumption(
            earlier, of: plan,
            by: Resumption.Terms(
                selection: options.selection.standards, excluded: options.selection.exclude,
                parameters: parameters.texts, exitStatusRule: reports.exitStatusRule,
                tool: Report.Tool(
                    version: Version.current, program: CheckProgram.current.versionedName),
                authURL: cloud?.authURL.absoluteString, region: cloud?.regionName),
            now: Date())
    }
}

extension SubjectOptions {
    /// The configured cloud; nil for a simulated one, which has no configuration.
    fileprivate func keystone() throws -> CloudConfiguration? {
        if let cloud = target.cloud, cloud == "simulated" || cloud.hasPrefix("simulated:") {
            return nil
        }
        return try ConfigurationFile.finder.configuration(
            cloud: target.cloud, region: target.region)
    }
}
