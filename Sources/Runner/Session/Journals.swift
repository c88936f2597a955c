// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck

/// The journals of one run: one for each credential.
struct Journals {
    let own: any JournalSink
    let others: [Persona: any JournalSink]
    private let files: [JournalFile]

    /// Without `folder` they are kept in memory, as a simulated cloud ends with the process.
    init(_ identity: RunIdentity, _ session: Session, folder: StateFolder?) async throws {
        guard let folder else {
            (own, others, files) = (
                JournalMemory(), session.others.mapValues { _ in JournalMemory() }, []
            )
            return
        }
        var files: [Persona?: JournalFile] = [:]
        do {
            files[nil] = try await Self.begin(
                folder, identity.id, identity.id, session.cloud, session.date())
            for (persona, cloud) in session.others {
                files[persona] = try await Self.begin(
                    folder, "\(identity.id)-\(persona.name)", identity.id, cloud, session.date()
                )
            }
        } catch {
            for file in files.values { try file.remove() }
            throw error
        }
        own = files[nil] ?? JournalMemory()
        others = files.reduce(into: [:]) { others, file in
            if let persona = file.key { others[persona] = file.value }
        }
        self.files = Array(files.values)
    }

    /// Removes the files of finished journals; returns sentences about those that stay.
    func finish() -> [String] {
        files.compactMap { file in
            do {
                try file.remove()
                return nil
            } catch {
                return "\(error) No resource that it lists is left."
            }
        }
    }

    private static func begin(
        _ folder: StateFolder, _ name: String, _ run: String, _ cloud: Cloud, _ date: Date
    ) async throws -> JournalFile {
        let project: String?
        do {
            project = try await cloud.token().scopeID
        } catch {
            // Nothing will be created then, and the outcomes say why.
            project = nil
        }
        let header = JournalHeader(
            run: run, cloud: cloud.name, region: cloud.configuration.regionName,
            authURL: cloud.configuration.authURL.absoluteString, projectID: project,
            at: Timestamp.format(date))
        return try await BlockingWork.run {
            let file = try folder.newJournal(run: name)
            do {
                try file.begin(header)
            } catch {
                try file.remove()
                throw error
            }
            return file
        }
    }
}
