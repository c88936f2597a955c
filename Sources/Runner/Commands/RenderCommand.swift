// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// Renders a report again in another format.
struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Render a report.json in another format.",
        discussion: """
            Without --format it is Markdown; on a terminal, a report made for it.

            Example:
              \(CheckProgram.current.name) render reports/report.json --format html > report.html
            """)

    @Argument(
        help: ArgumentHelp("A report.json of an earlier run.", valueName: "report.json"),
        completion: .file())
    var report: String

    @Option(
        help: ArgumentHelp(
            "The format.", valueName: "format"))
    var format: ReportFormat?

    @Flag(
        help: "JSON without times, ids and durations, so that reports of the same state are equal.")
    var normal = false

    func validate() throws {
        if normal, format != .json {
            throw ValidationError("--normal is a form of JSON; add --format json.")
        }
    }

    func run() throws {
        do {
            let limit = LocalFile.Limit.record
            guard let bytes = try ConfigurationFile.contents(report, limit: limit) else {
                throw ValidationError("\(report) does not exist; give the path of a report.json.")
            }
            try Console.print(bytes: try rendered(try JSONReport.read(bytes, file: report)))
        } catch let error as ValidationError {
            throw error
        } catch {
            throw ValidationError("\(error)")
        }
    }

    private func rendered(_ report: Report) throws -> [UInt8] {
        if normal { return try NormalReport.render(report) }
        return try format?.render(report) ?? ReportFormat.usual(report)
    }
}
