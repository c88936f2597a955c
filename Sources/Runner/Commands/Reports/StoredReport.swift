// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SCSCheck
import SCSHandover

/// The report of an earlier run: a report.json, its folder, or the evidence bundle that contains it.
enum StoredReport {
    /// Reads a report; of a bundle it is the one that was packed, which must be unchanged.
    static func read(_ path: String) throws -> Report {
        let file = FileKind(of: path) == .folder ? path + "/report.json" : path
        guard let bytes = try ConfigurationFile.contents(file, limit: LocalFile.Limit.record) else {
            throw ValidationError(
                "\(file.harmless(300)) does not exist; give the path of a report.json.")
        }
        do {
            if let bundle = try BundleFile.read(bytes, file) { return try bundle.readReport() }
            return try JSONReport.read(bytes, file: file.harmless(300))
        } catch {
            throw error.asCommandError
        }
    }
}
