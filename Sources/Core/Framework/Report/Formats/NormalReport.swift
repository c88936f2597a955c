// SPDX-License-Identifier: Apache-2.0
import SCSSupport

/// The JSON report without times, ids and durations, so that reports of the same state are equal.
///
/// It is for comparing, and cannot be rendered again.
package enum NormalReport {
    /// Keys whose values differ from run to run, wherever they occur.
    private static let dropped: Set<String> = [
        "started_at", "ended_at", "duration_seconds", "valid_until", "recorded_at", "at", "date",
    ]
    /// The same of the object `run`: waiting longer takes more calls.
    private static let droppedOfRun: Set<String> = ["id", "seed", "calls", "retries"]
    /// The same of the record that was judged.
    private static let droppedOfRecord: Set<String> = ["run", "sha256", "file"]

    package static func render(_ report: Report) throws -> [UInt8] {
        guard case .object(var fields) = try JSON.parse(try JSONReport.text(ordered(report))) else {
            return []
        }
        fields["run"] = fields["run"]?.without(droppedOfRun)
        fields["judged_from"] = fields["judged_from"]?.without(droppedOfRecord)
        fields["leftovers"] = try fields["leftovers"]?.normal(report.run.id).sorted()
        return try JSONReport.text(JSON.object(fields).normal(report.run.id))
    }

    /// By names, so that another verdict moves nothing.
    private static func ordered(_ report: Report) -> Report {
        var report = report
        report.testcases.sort { ($0.standard, $0.id) < ($1.standard, $1.id) }
        return report
    }

    fileprivate static func isDropped(_ key: String) -> Bool { dropped.contains(key) }
}

extension JSON {
    fileprivate func without(_ keys: Set<String>) -> JSON {
        guard case .object(let fields) = self else { return self }
        return .object(fields.filter { !keys.contains($0.key) })
    }

    /// The value without what differs from run to run.
    fileprivate func normal(_ run: String) -> JSON {
        switch self {
        case .string(let text):
            .string(
                NormalText.masked(
                    text.split(separator: run, omittingEmptySubsequences: false)
                        .joined(separator: "<run>")))
        case .array(let items): .array(items.map { $0.normal(run) })
        case .object(let fields):
            .object(
                fields.filter { !NormalReport.isDropped($0.key) }.mapValues { $0.normal(run) })
        default: self
        }
    }

    /// An array whose order says nothing, in one order.
    fileprivate func sorted() throws -> JSON {
        guard case .array(let items) = self else { return self }
        // By their text: a dictionary describes its keys in any order.
        let keyed = try items.map {
            (item: $0, text: String(decoding: try JSONReport.text($0), as: UTF8.self))
        }
        return .array(keyed.sorted { $0.text < $1.text }.map(\.item))
    }
}
