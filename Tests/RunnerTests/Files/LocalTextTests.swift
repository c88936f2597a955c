// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import Testing
import TestSupport

@testable import SCSCheckCommand

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Arguments, file names and system messages: unchecked text.
struct LocalTextTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws { temporary = try TemporaryFolder() }

    @Test func `Only line breaks reach the terminal as control characters`() {
        #expect(
            "a\u{1B}[31m\u{9B}b\nc\t\u{202E}d".visibleLines
                == "a\u{FFFD}[31m\u{FFFD}b\nc\t\u{FFFD}d")
        #expect("Überprüft ✓".visibleLines == "Überprüft ✓")
    }

    @Test func `A repeated option that takes one value is refused by name`() throws {
        let error = #expect(throws: ValidationError.self) {
            try RepeatedOption.refuse(in: ["plan", "x", "--cloud", "a", "--cloud=b"])
        }
        #expect(error?.message.hasPrefix("--cloud was given twice") == true)
        try RepeatedOption.refuse(in: ["run", "--format", "json", "--format", "lines"])
        try RepeatedOption.refuse(in: ["plan", "--cloud", "a", "--", "--cloud"])
        // A run may be about many.
        try RepeatedOption.refuse(in: ["run", "--cloud", "a", "--cloud", "b"])
    }

    @Test func `The repeatable options are those of the commands`() throws {
        let help = try JSON.parse(Array(Program._dumpHelp().utf8))
        var found: Set<String> = []
        func collect(_ command: JSON?) {
            for argument in command?["arguments"]?.array ?? []
            where argument["kind"] == "option" && argument["isRepeating"] == true {
                let name = argument["preferredName"]?["name"]?.string ?? ""
                found.insert("--" + name)
            }
            for inner in command?["subcommands"]?.array ?? [] { collect(inner) }
        }
        collect(help["command"])
        #expect(found == RepeatedOption.repeatable.union(RepeatedOption.repeatableForRun))
    }

    @Test func `Only an abandoned journal is listed, with the command that finishes it`() throws {
        let state = try StateFolder(folder)
        #expect(try state.reminder() == nil)
        var living: JournalFile? = try JournalFile(creating: folder + "/a.journal")
        try living?.append(Array("{}".utf8))
        // Opening a FIFO would wait, and an empty journal is about to be locked.
        try #require(mkfifo(folder + "/pipe.journal", 0o600) == 0)
        try Data().write(to: URL(filePath: folder + "/empty.journal"))
        #expect(try state.reminder() == nil)
        living = nil
        #expect(living == nil)
        #expect(
            try state.reminder()
                == "an earlier run did not finish; to remove what may be left, run: "
                + "scs-check cleanup --journals \(folder)")
    }

    @Test(.timeLimit(.minutes(1)))
    func `A FIFO in place of a journal is refused before it is opened`() async throws {
        let path = folder + "/\u{1B}[31mpipe.journal"
        try #require(mkfifo(path, 0o600) == 0)
        let command = try #require(
            try Program.command(["cleanup", path]) as? CleanupCommand)
        let error = await #expect(throws: ValidationError.self) { try await command.run() }
        #expect(error?.message.hasSuffix("pipe.journal is a FIFO, not a journal.") == true)
        #expect(error?.message.contains("\u{1B}") == false)
    }
}
