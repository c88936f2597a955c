// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Core
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

/// Where reports go, and in which formats.
struct ReportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder for report.json and report.md.", valueName: "dir"))
    var output: String?

    @Option(
        help: "The report's format: json, markdown or lines; may be repeated with --output.")
    var format: [ReportFormat] = []

    func validate() throws {
        if output == nil && format.count > 1 {
            throw ValidationError("Several formats need a folder: add --output DIR.")
        }
    }

    /// The folder, tried before a run begins; nil where the report goes to standard output.
    func folder() throws -> ReportFolder? {
        try output.map(ReportFolder.init)
    }

    func deliver(_ report: Report, _ folder: ReportFolder?) throws {
        guard let folder else {
            Console.print(bytes: try (format.first ?? .markdown).render(report))
            return
        }
        do {
            for format in format.isEmpty ? [.json, .markdown] : format {
                try folder.write(try format.render(report), as: format.fileName)
            }
        } catch {
            // The verdict is worth more than the place where it was wanted.
            Console.tell("\(error)\nThe report follows on standard output.")
            Console.print(bytes: try JSONReport.render(report))
            throw ExitCode(max(2, Int32(report.exitStatus)))
        }
        Console.print(
            "\(report.verdict.rawValue): certificate \(report.certificate.verdict.rawValue); "
                + "reports are in \(folder.path)")
    }
}

/// A folder that gets reports, each written whole or not at all.
struct ReportFolder {
    let path: String

    /// Creates the folder and tries it, so that a run does not learn at its end that it cannot write.
    init(_ path: String) throws {
        self.path = path
        let probe = path + "/.scs-check-\(UInt32.random(in: .min ... .max))"
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: probe))
            try FileManager.default.removeItem(atPath: probe)
        } catch {
            throw ValidationError(
                "The folder \(path) cannot be written: \(Self.reason(error)) "
                    + "Give another one with --output.")
        }
    }

    /// Writes beside the old file and renames over it.
    func write(_ bytes: [UInt8], as name: String) throws {
        do {
            try Data(bytes).write(to: URL(filePath: path + "/" + name), options: .atomic)
        } catch {
            throw ValidationError("\(path)/\(name) cannot be written: \(Self.reason(error))")
        }
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? CocoaError else { return "\(error)." }
        switch error.code {
        case .fileWriteNoPermission: return "permission denied."
        case .fileWriteOutOfSpace: return "no space is left on the device."
        case .fileWriteVolumeReadOnly: return "the file system is read-only."
        case .fileWriteFileExists: return "a file of that name exists."
        default: return "\(error.underlying.map { "\($0)" } ?? "error \(error.code.rawValue)")."
        }
    }
}
