// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet

/// Finds and reads scs-check.yaml.
enum FleetConfigurationFile {
    /// The named file, else the first in the search path; throws a `ValidationError`.
    static func read(_ named: String?) throws -> FleetConfiguration {
        let environment = ProcessInfo.processInfo.environment
        let candidates =
            named.map { [$0] }
            ?? FleetFile.candidates(
                environment: environment,
                workingDirectory: FileManager.default.currentDirectoryPath,
                homeDirectory: environment["HOME"] ?? "/")
        for path in candidates {
            guard let bytes = try ConfigurationFile.contents(path) else { continue }
            // It may name commands that print secrets.
            if let access = ConfigurationFile.access(path) {
                if let refusal = access.refusal(path) { throw ValidationError(refusal + ".") }
                if let warning = access.warning(path) { Console.tell("warning: \(warning)") }
            }
            do {
                return try FleetConfiguration(bytes, file: path)
            } catch {
                throw error.asCommandError
            }
        }
        if let named {
            throw ValidationError("The file \(named.harmless(300)) does not exist.")
        }
        throw ValidationError(
            "There is no scs-check.yaml; it was searched at "
                + candidates.filter { $0.hasSuffix(".yaml") }.joined(separator: ", ")
                + ". Write one, or name one with --config.")
    }
}
