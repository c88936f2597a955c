// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck

/// Writes the files of a new check, whose tests pass unchanged.
struct NewCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new-check", abstract: "Write the files of a new check.",
        discussion: """
            In the repository of scs-check it writes the module, the standard's description and the tests, \
            and registers them. With --package it writes a Swift package of its own instead, with \
            --language python a plug-in program. All of them pass as written; replace the example step by \
            step. No file is replaced.

            Example:
              \(CheckProgram.current.name) new-check scs-9999 volume-snapshots --package my-check
            """)

    @Argument(help: ArgumentHelp("The standard: scs-9999.", valueName: "id"))
    var id: String

    @Argument(help: ArgumentHelp("What operators call it: volume-snapshots.", valueName: "name"))
    var name: String

    @Option(
        help: ArgumentHelp(
            "Write a package of its own into this folder, which must be empty or not exist.",
            valueName: "dir"), completion: .directory)
    var package: String?

    @Option(
        help: ArgumentHelp(
            "Where the package finds scs-check: a path or a URL. Default: this repository.",
            valueName: "path"), completion: .directory)
    var scsCheck: String?

    /// What a check can be written in.
    enum Language: String, ExpressibleByArgument, CaseIterable {
        case swift, python
    }

    @Option(
        help:
            "The language; python makes a plug-in program here."
    )
    var language = Language.swift

    func validate() throws {
        if language == .python, package != nil {
            throw ValidationError("--package is for Swift; omit it, or --language python.")
        }
        if scsCheck != nil, package == nil {
            throw ValidationError("--scs-check needs --package.")
        }
    }

    func run() throws {
        let names = try CheckNames(id: id, name: name)
        let registry = try CheckProgram.current.registry()
        if let taken = registry.standards.first(where: {
            $0.names.contains { [id, name].contains($0) }
        }) {
            throw ValidationError(
                "\(taken.id) is already \(taken.name.quotedForMessage); choose another id and name."
            )
        }
        let folder: URL
        let check: NewCheck
        if language == .python {
            folder = URL(filePath: FileManager.default.currentDirectoryPath)
            check = .python(names)
        } else if let package {
            guard let dependency = scsCheck.map({ Self.absolute($0) }) ?? Self.repository()?.path()
            else {
                throw ValidationError(
                    "The repository of scs-check is neither this folder nor one above; name its path or "
                        + "URL with --scs-check.")
            }
            folder = URL(filePath: package)
            check = .package(names, dependency: dependency)
            try Self.requireEmpty(package)
        } else {
            guard let repository = Self.repository() else {
                throw ValidationError(
                    "This folder is not in the repository of scs-check. Add --package DIR to write a "
                        + "package of its own.")
            }
            folder = repository
            let file = repository.appending(path: NewCheck.registryPath)
            check = try .inRepository(
                names, registry: String(contentsOf: file, encoding: .utf8))
        }
        try write(check, into: folder)
    }

    /// Throws if anything is where the package is to be written, or if nobody can tell.
    private static func requireEmpty(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            guard try FileManager.default.contentsOfDirectory(atPath: path).isEmpty else {
                throw ValidationError("The folder \(path.harmless(300)) is not empty.")
            }
        } catch is CocoaError {
            throw CommandFailure("\(path.harmless(300)) is not a folder that can be read.")
        }
    }

    private func write(_ check: NewCheck, into folder: URL) throws {
        do {
            for file in check.files {
                let path = folder.appending(path: file.path)
                guard !FileManager.default.fileExists(atPath: path.path()) else {
                    throw ValidationError("\(file.path) exists already; no file was written.")
                }
            }
            for file in check.files {
                let path = folder.appending(path: file.path)
                try FileManager.default.createDirectory(
                    at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
                try file.contents.write(to: path, atomically: true, encoding: .utf8)
                if file.path == check.executable {
                    try FileManager.default.setAttributes(
                        [.posixPermissions: 0o755], ofItemAtPath: path.path())
                }
                Console.print("wrote   \(file.path)")
            }
            if let registry = check.registry {
                let path = folder.appending(path: NewCheck.registryPath)
                try registry.write(to: path, atomically: true, encoding: .utf8)
                Console.print("changed \(NewCheck.registryPath)")
            }
        } catch is CocoaError {
            throw CommandFailure(
                "The check cannot be written to \(folder.path().harmless(300)); make the folder "
                    + "writable, or choose another one.")
        }
        Console.print("")
        for (number, sentence) in check.next.enumerated() {
            Console.print("\(number + 1). \(sentence)")
        }
    }

    /// An absolute path; a URL is unchanged.
    private static func absolute(_ place: String) -> String {
        guard !place.contains("://"), !place.hasPrefix("/") else { return place }
        return URL(filePath: place).standardizedFileURL.path()
    }

    /// The repository in or above the current folder.
    private static func repository() -> URL? {
        var folder = URL(filePath: FileManager.default.currentDirectoryPath)
        while folder.pathComponents.count > 1 {
            let registry = folder.appending(path: NewCheck.registryPath)
            if FileManager.default.fileExists(atPath: registry.path()) { return folder }
            folder.deleteLastPathComponent()
        }
        return nil
    }
}
