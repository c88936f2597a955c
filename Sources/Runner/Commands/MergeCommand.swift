// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet

/// Joins the folders of several runs, such as shards on several machines.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Join the folders of several runs over many subjects.",
        discussion: """
            Each DIR is the --output of a run with --preset, --subject or several --cloud. Where several have \
            results of one subject, the newest result of each test case counts, and no unfavourable one is \
            left out (SCS-0003-v2). Folders that contradict each other are refused. Subjects that no \
            folder has a result of, such as those of a lost shard, are named, and the exit status is at least 2.

            Example:
              \(CheckProgram.current.name) merge shard-1 shard-2 --output all
            """)

    @Argument(
        help: ArgumentHelp("Folders of runs.", valueName: "dir"), completion: .directory)
    var folders: [String]

    @Option(
        help: ArgumentHelp("The folder for the joined matrix and reports.", valueName: "dir"),
        completion: .directory)
    var output: String

    @Option(
        help: ArgumentHelp(
            "A format; repeatable.", valueName: "format"))
    var format: [ReportFormat] = []

    @Flag(help: "Replace files that scs-check did not write.")
    var overwrite = false

    func run() throws {
        let parts = try folders.map { try read($0) }
        let folder = try FleetFolder(
            output, formats: format.isEmpty ? [.json, .markdown] : format, overwrites: overwrite)
        var names: [String] = []
        for name in parts.flatMap({ $0.matrix.rows.map(\.name) }) where !names.contains(name) {
            names.append(name)
        }
        var rows: [MatrixRow] = []
        for name in names {
            let own = parts.flatMap { part in part.subjects.filter { $0.row.name == name } }
            do {
                guard var merged = try MatrixMerge.subject(own) else { continue }
                if let report = merged.report {
                    let target = try folder.reports(of: name)
                    try folder.write(report, to: target)
                    merged.row.report = folder.reportPath(of: name)
                }
                rows.append(merged.row)
            } catch let error as MatrixMerge.Contradiction {
                throw ValidationError(error.description)
            } catch {
                throw error.asCommandError
            }
        }
        let matrix = Self.matrix(parts.map(\.matrix), rows)
        do {
            try folder.write(matrix)
        } catch {
            Console.tell("The matrix was not written: \(error.formatted)")
            throw ExitCode(Int32(max(2, matrix.exitStatus)))
        }
        Console.print(
            "\(matrix.headline); exit status \(matrix.exitStatus); reports are in "
                + folder.path.harmless(300))
        for name in matrix.missing {
            Console.tell("No folder has a result of \(name.quotedForMessage); run its shard again.")
        }
        throw ExitCode(Int32(matrix.exitStatus))
    }

    private struct Part {
        var matrix: Matrix
        var subjects: [MatrixMerge.Part]
    }

    private func read(_ folder: String) throws -> Part {
        let path = folder + "/matrix.json"
        guard
            let bytes = try ConfigurationFile.contents(path, limit: LocalFile.Limit.record)
        else {
            throw ValidationError(
                "\(path.harmless(300)) does not exist; name the --output folder of a run over many subjects."
            )
        }
        do {
            let matrix = try MatrixJSON.read(bytes, file: path.harmless(300))
            return Part(
                matrix: matrix,
                subjects: try matrix.rows.map { row in
                    MatrixMerge.Part(row: row, report: try report(row, in: folder), folder: folder)
                })
        } catch {
            throw error.asCommandError
        }
    }

    private func report(_ row: MatrixRow, in folder: String) throws -> Report? {
        guard row.report != nil else { return nil }
        guard FleetSubject.isName(row.name) else {
            throw ValidationError(
                "\(folder.harmless(300))/matrix.json names a subject \(row.name.quotedForMessage), which is no "
                    + "folder of reports.")
        }
        // By the name, not by the path in the file, which could lead anywhere.
        let file = "\(folder)/\(row.name)/\(ReportFormat.json.fileName)"
        guard let bytes = try ConfigurationFile.contents(file, limit: LocalFile.Limit.record)
        else {
            throw ValidationError(
                "\(file.harmless(300)) is missing, so a result would be left out; copy the whole folder."
            )
        }
        return try JSONReport.read(bytes, file: file.harmless(300))
    }

    private static func matrix(_ parts: [Matrix], _ rows: [MatrixRow]) -> Matrix {
        var standards: [Report.Standard] = []
        for standard in parts.flatMap(\.standards)
        where !standards.contains(where: { $0.id == standard.id }) {
            standards.append(standard)
        }
        // A subject of all regions is there if one of its regions is.
        let names = Set(rows.map(\.name) + rows.compactMap(\.parent))
        let missing = Set(parts.flatMap(\.missing)).subtracting(names)
        return Matrix(
            tool: Report.Tool(
                version: Version.current, program: CheckProgram.current.versionedName),
            run: Matrix.Run(merging: parts.map(\.run)), rows: rows, standards: standards,
            missing: Array(missing))
    }
}
