// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet

/// Tests many subjects in one process; what happens to one changes no other.
struct FleetRun: Sendable {
    /// Tests one subject and returns its report; throws a sentence if it cannot be tested.
    typealias Test =
        @Sendable (
            FleetSubject, _ onEvent: @escaping @Sendable (Event) -> Void,
            _ onLine: @escaping @Sendable (String) -> Void
        ) async throws -> Report

    /// The subjects of a subject's regions, or itself; throws a sentence if they cannot be looked up.
    typealias Expand =
        @Sendable (FleetSubject, _ onLine: @escaping @Sendable (String) -> Void) async throws ->
        [FleetSubject]

    let subjects: [FleetSubject]
    let jobs: Int
    let failsFast: Bool
    let folder: FleetFolder
    let before: Matrix?
    let progress: FleetProgress
    var expand: Expand = { subject, _ in [subject] }
    let test: Test

    private enum Ended: Sendable {
        case subjects([FleetSubject], of: FleetSubject)
        case row(MatrixRow, [Report.Standard])
    }

    /// What a run reached.
    struct Outcome: Sendable {
        var rows: [MatrixRow] = []
        var standards: [Report.Standard] = []
        /// Subjects that were never begun.
        var missing: [String] = []
    }

    /// Runs until every subject ended; a cancelled task begins no further one, and those under way clean up.
    func run() async -> Outcome {
        var outcome = Outcome()
        var waiting = subjects[...]
        var names = Set(subjects.map { $0.name.lowercased() })
        var running = 0
        await withTaskGroup(of: Ended.self) { group in
            func next() -> Bool {
                let isOver = failsFast && outcome.rows.contains { $0.exitStatus != 0 }
                guard !isOver, !Task.isCancelled, let subject = waiting.popFirst() else {
                    return false
                }
                running += 1
                group.addTask {
                    subject.isOfAllRegions
                        ? await self.regions(of: subject) : await self.row(of: subject)
                }
                return true
            }
            for _ in 0..<jobs where !next() { break }
            while let ended = await group.next() {
                running -= 1
                switch ended {
                case .subjects(let found, let subject):
                    if let taken = found.first(where: {
                        $0.parent != nil && names.contains($0.name.lowercased())
                    }) {
                        outcome.rows.append(clash(subject, taken))
                    } else {
                        progress.became(subject.name, found)
                        names.formUnion(found.map { $0.name.lowercased() })
                        waiting += found
                    }
                case .row(let row, let standards):
                    outcome.rows.append(row)
                    for standard in standards
                    where !outcome.standards.contains(where: { $0.id == standard.id }) {
                        outcome.standards.append(standard)
                    }
                }
                // One that ended may have brought several.
                while running < jobs, next() {}
            }
        }
        outcome.missing = waiting.map(\.name)
        return outcome
    }

    private func regions(of subject: FleetSubject) async -> Ended {
        let vault = SecretVault()
        return await Console.$vault.withValue(vault) {
            progress.began(subject.name, usually: nil)
            do {
                let found = try await expand(subject) {
                    progress.line("  \(subject.name): \($0)", vault)
                }
                return .subjects(found, of: subject)
            } catch {
                let isInterrupted = error is CancellationError || Task.isCancelled
                let row = MatrixRow(
                    subject,
                    problem: "The regions are unknown: "
                        + vault.clean(error.formatted.harmless(1000)),
                    exitStatus: isInterrupted ? 130 : 2)
                progress.ended(row, vault)
                return .row(row, [])
            }
        }
    }

    /// A subject with a region whose folder is that of another subject.
    private func clash(_ subject: FleetSubject, _ region: FleetSubject) -> MatrixRow {
        let row = MatrixRow(
            subject,
            problem:
                "Another subject has the name \(region.name), which is that of a region; rename it."
        )
        progress.ended(row, Console.vault)
        return row
    }

    private func row(of subject: FleetSubject) async -> Ended {
        // Secrets of one subject are no reason to search the texts of another.
        let vault = SecretVault()
        return await Console.$vault.withValue(vault) {
            let earlier = folder.earlierReport(of: subject.name)
            progress.began(subject.name, usually: earlier?.run.duration.duration)
            var row: MatrixRow
            var standards: [Report.Standard] = []
            do {
                let target = try folder.reports(of: subject.name)
                let report = try await test(
                    subject, { progress.show($0, of: subject.name, vault) },
                    { progress.line("  \(subject.name): \($0)", vault) })
                standards = report.scope
                row = MatrixRow(
                    subject, report, path: folder.reportPath(of: subject.name), earlier: earlier,
                    before: before?.rows.first { $0.name == subject.name })
                do {
                    try await folder.store(report, to: target)
                } catch {
                    row.report = nil
                    row.problem = vault.clean(error.formatted)
                    row.exitStatus = Matrix.exitStatus([2, row.exitStatus])
                    progress.line("  \(subject.name): \(error.formatted)", vault)
                }
            } catch {
                let isInterrupted = error is CancellationError || Task.isCancelled
                row = MatrixRow(
                    subject, problem: vault.clean(error.formatted.harmless(1000)),
                    exitStatus: isInterrupted ? 130 : 2)
            }
            progress.ended(row, vault)
            return .row(row, standards)
        }
    }
}
