// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// A report's format.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case json, markdown, html, junit, csv, sarif, ctrf, oscal, scs, lines

    /// All of them in one sentence of help.
    static let names = allCases.map(\.rawValue).joined(separator: ", ")

    var fileName: String {
        switch self {
        case .json: "report.json"
        case .markdown: "report.md"
        case .html: "report.html"
        case .junit: "report.xml"
        case .csv: "report.csv"
        case .sarif: "report.sarif"
        case .ctrf: "report.ctrf.json"
        case .oscal: "report.oscal.json"
        case .scs: "report.scs.yaml"
        case .lines: "report.txt"
        }
    }

    /// What is printed where no format is requested: on a terminal a report made for it, else Markdown.
    static func usual(_ report: Report) throws -> [UInt8] {
        let environment = ProcessInfo.processInfo.environment
        guard let terminal = Terminal(STDOUT_FILENO, environment) else {
            return try Self.markdown.render([report])
        }
        return Array(TerminalReport.render(report, on: terminal.page(environment)).utf8)
    }

    /// Whether one document can hold several reports.
    var holdsSeveral: Bool { self != .json && self != .lines }

    func render(_ report: Report) throws -> [UInt8] { try render([report]) }

    /// One document for all of the reports; of a format that holds just one, the last one's.
    func render(_ reports: [Report]) throws -> [UInt8] {
        switch self {
        case .json: try reports.last.map(JSONReport.render) ?? []
        case .markdown: Array(MarkdownReport.render(reports).utf8)
        case .html: Array(HTMLReport.render(reports).utf8)
        case .junit: Array(JUnitReport.render(reports).utf8)
        case .csv: Array(CSVReport.render(reports).utf8)
        case .sarif: try SARIFReport.render(reports)
        case .ctrf: try CTRFReport.render(reports)
        case .oscal: try OSCALReport.render(reports)
        case .scs: Array(try MonitorReport.render(reports).utf8)
        case .lines: Array((reports.last.map(LinesReport.render) ?? "").utf8)
        }
    }
}
