// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSFleet

/// Looks up the regions of a subject's cloud in its catalog.
extension RunCommand {
    /// A subject for each region; throws a sentence if the catalog cannot be read.
    func regions(
        of subject: FleetSubject, _ clouds: SharedByClouds,
        _ onLine: @escaping @Sendable (String) -> Void
    ) async throws -> [FleetSubject] {
        let options = SubjectOptions(self, subject)
        var choice = CloudChoice(
            cloud: options.target.cloud, isVerbose: target.verbose,
            requiresTLS: target.requiresTLS, secrets: options.secrets, gates: [clouds.hosts])
        choice.loops = clouds.loops
        choice.finder = clouds.finder
        let session = try await Session(choice, onLine: onLine)
        let perCall = Duration.seconds(options.timeLimit)
        let work = Task {
            try await TimeBound.$current.withValue(TimeBound(perCall: perCall)) {
                try await session.cloud.token().knownCatalog()
            }
        }
        let catalog = try await withTaskCancellationHandler {
            try await work.value
        } onCancel: {
            session.ending.begin()
            work.cancel()
        }
        let regions = catalog.services.flatMap(\.endpoints).compactMap(\.region)
        return subject.subjects(in: regions.filter { !$0.isEmpty })
    }
}
