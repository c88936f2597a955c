// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Testing
import TestSupport

@testable import SCSCheckCommand

/// Completions as a real bash makes them, and the manual pages as groff reads them.
struct CompletionTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    /// The program beside the tests.
    private static let program = URL(
        filePath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? ""
    ).deletingLastPathComponent().appending(path: "scs-check").path()

    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws {
        temporary = try TemporaryFolder()
        for name in ["my report.json", "other.json", "facts.txt"] {
            try Data().write(to: temporary.file(name))
        }
        try FileManager.default.createDirectory(
            at: temporary.file("sub folder"), withIntermediateDirectories: true)
        try Data("clouds: {north: {}, \"no name\": {}, nord: {}}\n".utf8)
            .write(to: temporary.file("clouds.yaml"))
    }

    private func run(_ program: String, _ arguments: [String]) throws -> (
        text: String, status: Int32
    ) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder, "PROGRAM": Self.program,
            "OS_CLIENT_CONFIG_FILE": folder + "/clouds.yaml",
        ]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (String(decoding: bytes, as: UTF8.self), process.terminationStatus)
    }

    /// What bash offers where the last word is completed.
    private func offers(_ words: String...) throws -> Set<String> {
        let script = """
            source <("$PROGRAM" completions bash) || exit 1
            PATH=$(dirname "$PROGRAM"):$PATH
            COMP_WORDS=(scs-check "$@"); COMP_CWORD=$#; COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
            _scs-check scs-check "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let answer = try run("/bin/bash", ["--norc", "-c", script, "bash"] + words)
        #expect(answer.status == 0, "\(answer.text)")
        return Set(answer.text.split(separator: "\n").map(String.init))
    }

    @Test(arguments: [
        (["render", "m"], ["my report.json"]), (["render", ""], ["my report.json", "sub folder"]),
        (["judge", "facts"], ["facts.txt"]), (["run", "--output", "sub"], ["sub folder"]),
        (["run", "--cloud", "no"], ["north", "nord"]), (["run", "--cloud", "sim"], ["simulated"]),
        (["config", "--cloud", ""], ["north", "nord"]),
        (["run", "volume-b"], ["volume-backup"]),
        (["explain", "scs-0117-test"], ["scs-0117-test-backup"]),
        (["run", "--format", "js"], ["json"]), (["ren"], ["render"]),
        (["completions", ""], ["zsh"]),
        (["run", "--scope-v"], ["--scope-version"]),
        (["render", "r.json", "--format", "mark"], ["markdown"]),
    ])
    func `Bash completes files, commands, standards, clouds and formats`(
        _ words: [String], _ wanted: [String]
    ) throws {
        let offers = try offersOf(words)
        #expect(Set(wanted).isSubset(of: offers), "\(offers)")
        #expect(
            words.count < 2 || offers.allSatisfy { $0.hasPrefix(words.last ?? "") }, "\(offers)")
        #expect(!offers.contains("no name"))
    }

    private func offersOf(_ words: [String]) throws -> Set<String> {
        switch words.count {
        case 1: try offers(words[0])
        case 2: try offers(words[0], words[1])
        case 3: try offers(words[0], words[1], words[2])
        default: try offers(words[0], words[1], words[2], words[3])
        }
    }

    @Test func `Bash escapes the spaces of file names that it inserts`() throws {
        let answer = try run(
            "/bin/bash",
            ["--norc", "-c", #"source <("$PROGRAM" completions bash); complete -p scs-check"#])
        #expect(answer.text.contains("-o filenames"))
    }

    @Test func `Every value is completed, or is one that nobody can know`() throws {
        let free: Set<String> = [
            "region", "date", "scope-version", "assign", "pass-environment", "credential",
            "password-fd", "allow-cloud-access", "set", "guest-image", "package-mirror",
            "managed-role", "time-limit", "total-time", "late", "subject",
            "jobs", "shard", "monitor", "limit", "monitor-password-fd", "passphrase-fd",
        ]
        for command in try Program.description().all where command.shouldDisplay {
            for argument in command.arguments ?? [] where argument.takesValue {
                let name = String(argument.spellings.first?.drop { $0 == "-" } ?? "")
                guard argument.completionKind == nil, !free.contains(name) else { continue }
                let isFlavor = command.commandName == "flavor" || command.commandName == "help"
                #expect(
                    isFlavor || ["id", "name"].contains(argument.valueName ?? "")
                        || command.commandName == "check-plugin",
                    "\(command.commandName) --\(name): give it a completion")
            }
        }
    }

    @Test func `The manual pages are well-formed and hold every option`() throws {
        #expect(try run(Self.program, ["man", "pages"]).status == 0)
        let pages = ManualPage.all(of: try Program.description())
        #expect(pages.map(\.fileName).contains("scs-check-run.1"))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/pages").sorted()
        #expect(files == pages.map(\.fileName).sorted())
        for file in files {
            let page = try run(
                "/usr/bin/groff", ["-man", "-Tutf8", "-K", "utf8", "-ww", "pages/" + file])
            #expect(page.status == 0)
            #expect(
                !page.text.contains("troff") && !page.text.contains("groff"),
                "\(file): \(page.text.prefix(600))")
        }
        let run = try run(
            "/usr/bin/groff", ["-man", "-Tascii", "-P-c", "-P-b", "-P-u", "pages/scs-check-run.1"]
        ).text
        #expect(run.contains("--scope-version version"), "\(run)")
        #expect(run.contains("v3applicationcredential"))
        #expect(pages.contains { $0.text.contains("One of digest, sample, all. Default: sample.") })
        #expect(!run.contains("--version version"))
    }

    @Test func `Installing fills DESTDIR, and uninstalling empties it`() throws {
        let make = [
            "-s", "-C", Self.root.path(), "-o", "release", "PROGRAM=\(Self.program)",
            "DESTDIR=\(folder)/root", "PREFIX=/opt/x",
        ]
        let installed = try run("/usr/bin/make", make + ["install"])
        #expect(installed.status == 0, "\(installed.text)")
        let base = folder + "/root/opt/x/"
        let files = [
            "bin/scs-check", "share/man/man1/scs-check.1.gz", "share/man/man1/scs-check-run.1.gz",
            "share/bash-completion/completions/scs-check", "share/zsh/site-functions/_scs-check",
            "share/fish/vendor_completions.d/scs-check.fish",
        ]
        for file in files {
            #expect(FileManager.default.fileExists(atPath: base + file), "\(file)")
        }
        #expect(try run("/usr/bin/make", make + ["uninstall"]).status == 0)
        let left = FileManager.default.enumerator(
            at: URL(filePath: base), includingPropertiesForKeys: [.isRegularFileKey])
        for case let file as URL in left ?? FileManager.DirectoryEnumerator() {
            #expect(
                try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile != true,
                "\(file)")
        }
    }
}
