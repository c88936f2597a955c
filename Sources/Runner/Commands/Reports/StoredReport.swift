// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck

/// A report.json of an earlier run.
enum StoredReport {
    /// Reads a report, or the report.json of a folder; throws a `ValidationError`.
    static func read(_ path: String) throws -> Report {
        let file = FileKind(of: path) == .folder ? path + "/report.json" : path
        guard let bytes = try ConfigurationFile.contents(file, limit: LocalFile.Limit.record) else {
            throw ValidationError(
                "\(file.harmless(300)) does not exist; give the path of a report.json.")
        }
        do {
            return try JSONReport.read(bytes, file: file.harmless(300))
        } catch {
            throw ValidationError(because: error)
        }
    }
}
