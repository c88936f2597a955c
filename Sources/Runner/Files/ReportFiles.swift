// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

extension Report.ExitStatusRule: ExpressibleByArgument {}

/// The folder and formats of reports.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The folder for report.json and report.md.", valueName: "dir"),
        completion: .directory)
    var output: String?

    @Option(
        help: ArgumentHelp(
            "A format; repeatable.",
            valueName: "format"))
    var format: [ReportFormat] = []

    @Option(
        name: .customLong("exit-status"),
        help: ArgumentHelp(
            "What the exit status covers.", valueName: "rule"))
    var exitStatusRule = Report.ExitStatusRule.all

    @Flag(
        help:
            "Only warnings and the result: no progress, and no report unless --format or --output requests one."
    )
    var quiet = false

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

    /// Throws if what is requested needs something that the plan does not yield.
    func check(_ plan: Plan) throws {
        if format.contains(.scs), plan.scope == nil {
            throw ValidationError(
                "--format scs is for results of a scope; add --scope iaas, or omit the format.")
        }
        guard exitStatusRule == .certificate,
            !plan.items.contains(where: { $0.entry.target == .main && $0.isToBeTested })
        else { return }
        throw ValidationError(
            "--exit-status certificate needs test cases of the target main, but none is selected.")
    }

    /// Delivers the report and hands it over; throws the `ExitCode` if it could not be written as requested.
    ///
    /// The terminal's last line repeats the report's first, and adds the exit status. What failed, before or
    /// in handing over, is returned and raises the status to at least 2.
    @discardableResult
    func deliver(
        _ report: Report, _ folder: ReportFolder?, failure: String? = nil,
        handingOver: () async -> String? = { nil }
    ) async throws -> String? {
        guard let folder else {
            if !quiet || !format.isEmpty {
                try print(
                    try format.first?.render(report) ?? ReportFormat.usual(report), of: report)
            }
            let failure = joined(failure, await handingOver())
            let line = "\(report.summary); \(ending(of: report, failure))"
            if quiet && format.isEmpty { Console.print(line) } else { Console.tell(line) }
            return failure
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
        if !quiet, Terminal(STDOUT_FILENO, ProcessInfo.processInfo.environment) != nil {
            try print(try ReportFormat.usual(report), of: report)
        }
        let failure = joined(failure, await handingOver())
        Console.print(
            "\(report.summary); \(ending(of: report, failure)); reports are in "
                + folder.path.harmless(300))
        return failure
    }

    private func joined(_ failures: String?...) -> String? {
        let all = failures.compactMap(\.self)
        return all.isEmpty ? nil : all.joined(separator: ", ")
    }

    private func ending(of report: Report, _ failure: String?) -> String {
        failure.map { "exit status \(max(2, report.exitStatus)) (\($0))" } ?? report.exitStatusLine
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
