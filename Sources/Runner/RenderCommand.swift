// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import FoundationEssentials

/// Renders a report again in another format.
struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Render a report.json in another format.")

    @Argument(help: ArgumentHelp("A report.json of an earlier run.", valueName: "report.json"))
    var report: String

    @Option(help: "The format: json or markdown.")
    var format: ReportFormat = .markdown

    func run() throws {
        do {
            let limit = LocalFile.Limit.record
            guard let bytes = try ConfigurationFile.contents(report, limit: limit) else {
                throw ValidationError("\(report) does not exist; give the path of a report.json.")
            }
            try Console.print(bytes: try format.render(try JSONReport.read(bytes, file: report)))
        } catch let error as ValidationError {
            throw error
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
