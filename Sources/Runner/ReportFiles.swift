// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import FoundationEssentials

/// A report's format.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case json, markdown, lines

    var fileName: String {
        switch self {
        case .json: "report.json"
        case .markdown: "report.md"
        case .lines: "report.txt"
        }
    }

    func render(_ report: Report) throws -> [UInt8] {
        switch self {
        case .json: try JSONReport.render(report)
        case .markdown: Array(MarkdownReport.render(report).utf8)
        case .lines: Array(LinesReport.render(report).utf8)
        }
    }
}

extension Report.ExitStatusRule: ExpressibleByArgument {}

/// The folder and formats of reports.
struct ReportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder for report.json and report.md.", valueName: "dir"))
    var output: String?

    @Option(
        help: "The report's format: json, markdown or lines; may be repeated with --output.")
    var format: [ReportFormat] = []

    @Option(
        name: .customLong("exit-status"),
        help: ArgumentHelp(
            "What the exit status covers: all that was run, or the certificate (target main) "
                + "alone.", valueName: "rule"))
    var exitStatusRule = Report.ExitStatusRule.all

    func validate() throws {
        if output == nil && format.count > 1 {
            throw ValidationError("More than one format needs a folder: add --output DIR.")
        }
    }

    @Flag(
        help: "Replace files that scs-check did not write, for reports and --record."
    )
    var overwrite = false

    /// The folder, tested before a run starts; nil if the report goes to standard output.
    func folder() throws -> ReportFolder? {
        try output.map {
            try ReportFolder($0, formats: fileFormats, overwrites: overwrite)
        }
    }

    private var fileFormats: [ReportFormat] { format.isEmpty ? [.json, .markdown] : format }

    /// Throws if the exit status is to follow the certificate and the plan yields none.
    func check(_ plan: Plan) throws {
        guard exitStatusRule == .certificate,
            !plan.items.contains(where: { $0.entry.target == .main && $0.isToBeTested })
        else { return }
        throw ValidationError(
            "--exit-status certificate needs test cases of the target main, but none is selected.")
    }

    /// Delivers the report; throws the `ExitCode` if it could not be written as requested.
    ///
    /// The terminal's last line repeats the report's first, and adds the exit status.
    ///
    /// - Parameter failure: another request that failed; it raises the status to at least 2.
    func deliver(_ report: Report, _ folder: ReportFolder?, failure: String? = nil) throws {
        let ending =
            failure.map { "exit status \(max(2, report.exitStatus)) (\($0))" }
            ?? report.exitStatusLine
        guard let folder else {
            try print(try (format.first ?? .markdown).render(report), of: report)
            Console.tell("\(report.summary); \(ending)")
            return
        }
        do {
            for format in fileFormats {
                try folder.write(try format.render(report), as: format)
            }
        } catch {
            // The verdict matters more than its destination.
            Console.tell("\(error.formatted) The report follows on standard output.")
            try print(try JSONReport.render(report), of: report)
            let status = max(2, report.exitStatus)
            Console.tell(
                "\(report.summary); exit status \(status) (reports are not in "
                    + "\(folder.path.harmless(300)))")
            throw ExitCode(Int32(status))
        }
        Console.print(
            "\(report.summary); \(ending); reports are in "
                + folder.path.harmless(300))
    }

    private func print(_ bytes: [UInt8], of report: Report) throws {
        do {
            try Console.print(bytes: bytes)
        } catch let error as Console.Unwritten {
            Console.tell("\(error) The report could not be written: \(report.summary)")
            throw ExitCode(max(2, Int32(report.exitStatus)))
        }
    }
}

/// A folder for reports, each written completely or not at all.
struct ReportFolder {
    let path: String

    private let overwrites: Bool

    /// Creates and tests the folder, so that a run does not fail to write at its end.
    init(
        _ path: String, formats: [ReportFormat] = [.json, .markdown], overwrites: Bool = false
    ) throws {
        self.path = path
        self.overwrites = overwrites
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
            for format in formats { try file(format).check() }
        } catch {
            let reason = (error as? PrivateFile.Unwritten)?.description ?? "\(error.formatted)."
            throw ValidationError(
                "The folder \(path.harmless(300)) cannot be used for reports: \(reason) "
                    + "Or set another one with --output.")
        }
    }

    /// Writes a new file and renames it over the old one; throws `PrivateFile.Unwritten`.
    func write(_ bytes: [UInt8], as format: ReportFormat) throws {
        try file(format).write(bytes)
    }

    private func file(_ format: ReportFormat) -> PrivateFile {
        PrivateFile(
            path: path + "/" + format.fileName, own: .report(format), overwrites: overwrites)
    }
}
