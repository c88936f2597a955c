// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// Renders a report again in another format.
struct RenderCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "render", abstract: "Render reports in another format.",
            discussion: """
                Without --format it is Markdown; on a terminal, a report made for it. Several reports become one \
                document, except as json and lines.

                Example:
                  \(CheckProgram.current.name) render report.json --format html > report.html
                  \(CheckProgram.current.name) render a/report.json b/report.json --format csv > all.csv
                """)
    }

    @Argument(
        help: ArgumentHelp(
            "A report.json of an earlier run, its folder, or an evidence bundle.",
            valueName: "report.json"),
        completion: .file())
    var reports: [String]

    @Option(
        help: ArgumentHelp(
            "The format.", valueName: "format"))
    var format: ReportFormat?

    @Flag(
        help: "JSON without times, ids and durations, so that reports of the same state are equal.")
    var normal = false

    @OptionGroup var waivers: WaiverOptions

    func validate() throws {
        if normal, format != .json {
            throw ValidationError("--normal is a form of JSON; add --format json.")
        }
        if reports.count > 1, let format, !format.holdsSeveral {
            throw ValidationError(
                "--format \(format.rawValue) holds one report, not \(reports.count); render each by itself."
            )
        }
    }

    func run() throws {
        do {
            let waivers = try waivers.read()
            var reports = try reports.map(StoredReport.read)
            if let waivers {
                let registry = try CheckProgram.current.registry()
                reports = reports.map { $0.waived(by: waivers, registry) }
            }
            try Console.print(bytes: try rendered(reports))
        } catch {
            throw error.asCommandError
        }
    }

    private func rendered(_ reports: [Report]) throws -> [UInt8] {
        if normal, let report = reports.first { return try NormalReport.render(report) }
        if let format { return try format.render(reports) }
        guard let report = reports.first, reports.count == 1 else {
            return try ReportFormat.markdown.render(reports)
        }
        return try ReportFormat.usual(report)
    }
}
