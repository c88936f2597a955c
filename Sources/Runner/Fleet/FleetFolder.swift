// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet

/// The folder of a run over many subjects: one folder for each with its report, and the matrix.
struct FleetFolder: Sendable {
    let path: String
    private let formats: [ReportFormat]
    private let overwrites: Bool

    /// Creates and tests the folder; throws a `ValidationError`.
    init(_ path: String, formats: [ReportFormat], overwrites: Bool) throws {
        self.path = path
        // The matrix, later runs and merges read the JSON.
        self.formats = formats.contains(.json) ? formats : [.json] + formats
        self.overwrites = overwrites
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
            for file in matrixFiles.values { try file.check() }
        } catch {
            let reason = (error as? PrivateFile.Unwritten)?.description ?? "\(error.formatted)."
            throw ValidationError(
                "The folder \(path.harmless(300)) cannot be used for reports: \(reason) "
                    + "Or set another one with --output.")
        }
    }

    /// Where a subject's reports go; throws a `ValidationError` if that is impossible.
    func reports(of subject: String) throws -> ReportFolder {
        try ReportFolder("\(path)/\(subject)", formats: formats, overwrites: overwrites)
    }

    /// Writes all formats of a subject's report.
    func write(_ report: Report, to folder: ReportFolder) throws {
        for format in formats { try folder.write(try format.render(report), as: format) }
    }

    /// The same, without keeping another subject waiting for the disk.
    func store(_ report: Report, to folder: ReportFolder) async throws {
        let files = try formats.map { (format: $0, bytes: try $0.render(report)) }
        try await BlockingWork.run {
            for file in files { try folder.write(file.bytes, as: file.format) }
        }
    }

    /// The path of a subject's report in the matrix.
    func reportPath(of subject: String) -> String { "\(subject)/\(ReportFormat.json.fileName)" }

    /// The subject's report of the run before; nil if there is none that can be read.
    func earlierReport(of subject: String) -> Report? {
        let file = "\(path)/\(reportPath(of: subject))"
        do {
            guard let bytes = try ConfigurationFile.contents(file, limit: LocalFile.Limit.record)
            else { return nil }
            return try JSONReport.read(bytes, file: file)
        } catch {
            // What is no report of ours is not overwritten either, and that has its own message.
            return nil
        }
    }

    /// The matrix of the run before; nil if there is none that can be read.
    func earlierMatrix() -> Matrix? {
        let file = path + "/matrix.json"
        do {
            guard let bytes = try ConfigurationFile.contents(file, limit: LocalFile.Limit.record)
            else { return nil }
            return try MatrixJSON.read(bytes, file: file)
        } catch {
            return nil
        }
    }

    /// Writes matrix.json and matrix.md, and matrix.html if the formats include HTML.
    func write(_ matrix: Matrix) throws {
        try matrixFiles[.json]?.write(try MatrixJSON.render(matrix))
        try matrixFiles[.markdown]?.write(Array(MatrixMarkdown.render(matrix).utf8))
        try matrixFiles[.html]?.write(Array(MatrixHTML.render(matrix).utf8))
    }

    private var matrixFiles: [ReportFormat: PrivateFile] {
        var files: [ReportFormat: PrivateFile] = [
            .json: PrivateFile(path: path + "/matrix.json", own: .matrix, overwrites: overwrites),
            .markdown: PrivateFile(
                path: path + "/matrix.md", own: .matrixPage, overwrites: overwrites),
        ]
        if formats.contains(.html) {
            files[.html] = PrivateFile(
                path: path + "/matrix.html", own: .report(.html), overwrites: overwrites)
        }
        return files
    }
}
