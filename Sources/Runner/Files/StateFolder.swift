// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// The folder of journals whose runs are not finished.
struct StateFolder {
    let path: String
    /// Whether it was named explicitly.
    private let isGiven: Bool

    /// `given`, else `$XDG_STATE_HOME/scs-check`, else `~/.local/state/scs-check`; created if
    /// missing.
    init(_ given: String?) throws {
        self.init(naming: given)
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw ValidationError(
                "The folder \(path.harmless(300)) for journals cannot be created: \(error.formatted). "
                    + "Set another one with --journals.")
        }
    }

    /// `$XDG_STATE_HOME/scs-check`, else `~/.local/state/scs-check`.
    static var defaultPath: String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "/"
        let base = environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        return (base ?? home + "/.local/state") + "/scs-check"
    }

    private init(naming given: String?) {
        path = given ?? Self.defaultPath
        isGiven = given != nil
    }

    /// The existing folder; nil if the default one does not exist yet. A named one must exist.
    static func existing(_ given: String?) throws -> StateFolder? {
        let folder = StateFolder(naming: given)
        switch FileKind(of: folder.path) {
        case .folder: return folder
        case nil where given == nil: return nil
        case nil:
            throw ValidationError(
                "The journal folder \(folder.path.harmless(300)) does not exist; correct --journals."
            )
        case let kind?:
            throw ValidationError(
                "\(folder.path.harmless(300)) is \(kind.noun), not a folder with journals.")
        }
    }

    /// The journals of runs that are unfinished or still running.
    func journals() throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
                .filter { $0.hasSuffix(".journal") }.sorted().map { path + "/" + $0 }
        } catch {
            throw ValidationError(
                "The folder \(path.harmless(300)) cannot be read: \(error.formatted).")
        }
    }

    /// One line about runs that ended without cleaning up; nil if there are none.
    func reminder() throws -> String? {
        let abandoned = try journals().filter { FileLock.isFree($0) }
        guard !abandoned.isEmpty else { return nil }
        let folder = isGiven ? " --journals \(path.harmless(300).shellQuoted)" : ""
        return
            (abandoned.count == 1
            ? "an earlier run did not finish" : "\(abandoned.count) earlier runs did not finish")
            + "; to remove what may be left, run: \(CheckProgram.current.name) cleanup\(folder)"
    }

    func newJournal(run: String) throws -> JournalFile {
        try JournalFile(creating: "\(path)/\(run).journal")
    }
}

extension String {
    /// The text as one word of a shell command.
    fileprivate var shellQuoted: String {
        let isPlain = allSatisfy { $0.isLetter || $0.isNumber || "/._-+:@%".contains($0) }
        return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
