// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import SCSFleet

/// Finds and reads scs-check.yaml.
enum FleetConfigurationFile {
    /// The named file, else the first in the search path; throws a `ValidationError`.
    static func read(_ named: String?) throws -> FleetConfiguration {
        let candidates = named.map { [$0] } ?? candidates()
        if let file = try first(of: candidates) { return file }
        if let named {
            throw ValidationError("The file \(named.harmless(300)) does not exist.")
        }
        throw ValidationError(
            "There is no scs-check.yaml; it was searched at "
                + candidates.filter { $0.hasSuffix(".yaml") }.joined(separator: ", ")
                + ". Write one, or name one with --config.")
    }

    /// The file that applies wherever the program is started; nil if there is none.
    static func usual() throws -> FleetConfiguration? {
        try first(of: candidates(ofUserAlone: true))
    }

    private static func candidates(ofUserAlone: Bool = false) -> [String] {
        let environment = ProcessInfo.processInfo.environment
        return FleetFile.candidates(
            environment: environment,
            workingDirectory: FileManager.default.currentDirectoryPath,
            homeDirectory: environment["HOME"] ?? "/", ofUserAlone: ofUserAlone)
    }

    private static func first(of candidates: [String]) throws -> FleetConfiguration? {
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
        return nil
    }
}
