// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSHandover

/// Where a run is kept beside its report.
struct KeepingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep the run in this file, for `\(CheckProgram.current.name) history` and `diff`.",
            valueName: "file"), completion: .file())
    var history: String?

    @Option(
        help: ArgumentHelp(
            "Write metrics for node_exporter's textfile collector, readable by all.",
            valueName: "file.prom"), completion: .file())
    var metrics: String?

    /// The files, tested before a run starts; throws a `ValidationError`.
    func prepare(overwrites: Bool) throws -> Keeping {
        Keeping(
            history: try history.map { try HistoryFile($0) },
            metrics: try metrics.map { try MetricsFile($0, overwrites: overwrites) })
    }
}

/// The files that keep a run.
struct Keeping: Sendable {
    let history: HistoryFile?
    let metrics: MetricsFile?

    /// Writes them all; returns what failed, with sentences on standard error.
    func keep(_ report: Report) -> [String] {
        var failures: [String] = []
        if history?.keep(report) == false { failures.append("the history was not written") }
        if let metrics, !metrics.write(ReportMetrics.render(report)) {
            failures.append("the metrics were not written")
        }
        return failures
    }
}
