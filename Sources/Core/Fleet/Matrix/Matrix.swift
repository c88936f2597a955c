// SPDX-License-Identifier: Apache-2.0
package import FoundationEssentials
package import SCSCheck
import SCSSupport

/// The verdicts of many subjects: one row for each, one column for each standard.
package struct Matrix: Codable, Sendable {
    /// Increases when a reader of older matrices would misread newer ones.
    package static let schemaVersion = 1

    package var schemaVersion = Matrix.schemaVersion
    package var tool: Report.Tool
    package var run: Run
    /// The worst exit status of all subjects.
    package var exitStatus: Int
    /// The standards in the order of their first occurrence.
    package var standards: [Report.Standard]
    /// Subjects that were not tested successfully come first.
    package var rows: [MatrixRow]
    /// Subjects that this run left to other shards, or did not reach.
    package var missing: [String]

    package struct Run: Codable, Sendable {
        package var preset: String?
        package var shard: String?
        package var startedAt: String
        package var endedAt: String
        package var duration: ReportedSeconds
        package var interrupted: Bool

        package init(
            preset: String?, shard: Shard?, startedAt: Date, endedAt: Date, duration: Duration,
            interrupted: Bool
        ) {
            self.preset = preset
            self.shard = shard?.description
            self.startedAt = Timestamp.format(startedAt)
            self.endedAt = Timestamp.format(endedAt)
            self.duration = ReportedSeconds(duration)
            self.interrupted = interrupted
        }

        /// The span of several runs.
        package init(merging runs: [Run]) {
            preset = Set(runs.map(\.preset)).count == 1 ? runs.first?.preset : nil
            startedAt = runs.map(\.startedAt).min() ?? ""
            endedAt = runs.map(\.endedAt).max() ?? ""
            duration = ReportedSeconds(
                runs.map(\.duration.duration).reduce(.zero, +))
            interrupted = runs.contains { $0.interrupted }
        }

        enum CodingKeys: String, CodingKey {
            case preset, shard, interrupted
            case startedAt = "started_at"
            case endedAt = "ended_at"
            case duration = "duration_seconds"
        }
    }

    enum CodingKeys: String, CodingKey {
        case tool, run, standards, missing
        case rows = "subjects"
        case schemaVersion = "schema_version"
        case exitStatus = "exit_status"
    }

    package init(
        tool: Report.Tool, run: Run, rows: [MatrixRow], standards: [Report.Standard],
        missing: [String]
    ) {
        self.tool = tool
        self.run = run
        self.rows = rows.sorted { left, right in
            let ranks = (MatrixRow.rank(left.exitStatus), MatrixRow.rank(right.exitStatus))
            return ranks.0 != ranks.1 ? ranks.0 > ranks.1 : left.name < right.name
        }
        self.standards = standards
        self.missing = missing.sorted()
        // A part without subjects has nothing to show.
        let isEmptyPart = rows.isEmpty && run.shard != nil
        exitStatus = Self.exitStatus(
            (isEmptyPart ? [0] : []) + rows.map(\.exitStatus) + (run.interrupted ? [130] : [])
                + (missing.isEmpty || run.shard != nil ? [] : [2]))
    }

    /// The worst status: interrupted, then leftovers, not compliant, inconclusive, compliant.
    package static func exitStatus(_ statuses: [Int]) -> Int {
        statuses.max { MatrixRow.rank($0) < MatrixRow.rank($1) } ?? 2
    }
}
