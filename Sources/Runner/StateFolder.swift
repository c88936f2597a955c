// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Core
import FoundationEssentials

/// Where journals live until nothing of their runs is left.
struct StateFolder {
    let path: String

    /// `given`, else `$XDG_STATE_HOME/scs-check`, else `~/.local/state/scs-check`; made when missing.
    init(_ given: String?) throws {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "/"
        let base = environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        path = given ?? (base ?? home + "/.local/state") + "/scs-check"
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw ValidationError(
                "The folder \(path) for journals cannot be made: \(error). "
                    + "Name another one with --journals.")
        }
    }

    /// The journals of runs that have not finished, or still live.
    func journals() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { $0.hasSuffix(".journal") }.sorted().map { path + "/" + $0 }
    }

    func newJournal(run: String) throws -> JournalFile {
        try JournalFile(creating: "\(path)/\(run).journal")
    }
}
