// SPDX-License-Identifier: Apache-2.0
@testable import Core
import FoundationEssentials
import Testing

/// The journal is what a killed run leaves; nothing may be lost in it.
@Suite struct JournalTests {
    private let path = "/tmp/scs-check-journal-\(UInt64.random(in: .min ... .max)).journal"
    private let header = JournalHeader(
        run: "r", cloud: "c", region: nil, authURL: "https://k/v3", projectID: "p", at: "t")
    private static let head =
        #"{"journal":1,"run":"r","cloud":"c","authURL":"https://k/v3","at":"t"}"# + "\n"
    private static let intend =
        #"{"n":1,"do":"intend","kind":{"service":"block-storage","collection":"volumes","envelope":"volume"},"name":"x"}"#
        + "\n"

    private func read(_ text: String) throws -> [JournalEntry] {
        try JournalReader.read(Array(text.utf8), file: "j").entries
    }

    @Test("A torn last line counts as unwritten", arguments: ["{\"n\":1,\"do\":\"cre", "{", ""])
    func torn(_ tail: String) throws {
        let entries = try read(Self.head + Self.intend + tail)
        #expect(entries.map(\.name) == ["x"])
        #expect(entries.first?.id == nil)
        #expect(entries.first?.isGone == false)
    }

    @Test("What is gone or was refused is gone", arguments: ["gone", "refused"])
    func gone(_ deed: String) throws {
        let entries = try read(Self.head + Self.intend + #"{"n":1,"do":"\#(deed)"}"# + "\n")
        #expect(entries.map(\.isGone) == [true])
    }

    @Test(
        "A damaged line is told with its number",
        arguments: [
            ("nonsense\n", "Journal j:1: it is no record of a journal."),
            (head + "nonsense\n", "Journal j:2: it is no record of a journal."),
            (
                head + #"{"n":7,"do":"created","id":"a"}"# + "\n",
                "Journal j:2: resource 7 was never intended."
            ),
            (
                head + #"{"n":7,"do":"intend"}"# + "\n",
                "Journal j:2: an intention needs kind and name."
            ),
            ("", "Journal j:1: there is no header."),
        ])
    func damaged(_ text: String, _ message: String) {
        let error = #expect(throws: JournalError.self) { try read(text) }
        #expect(error?.description == message)
    }

    @Test("A file is private, locked while its run lives, and mended when it is resumed")
    func file() throws {
        var file: JournalFile? = try JournalFile(creating: path)
        try file?.begin(header)
        try file?.append(Array(Self.intend.utf8.dropLast()))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let busy = #expect(throws: JournalError.self) { try JournalFile(resuming: path) }
        #expect(busy?.description.contains("still lives") == true)
        #expect(throws: JournalError.self) { try JournalFile(creating: path) }
        file = nil
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        bytes += Array("{\"n\":".utf8)
        try Data(bytes).write(to: URL(filePath: path))
        let resumed = try JournalFile(resuming: path)
        try resumed.mend()
        try resumed.append(Array(#"{"n":1,"do":"gone"}"#.utf8))
        let (header, entries) = try JournalReader.read(try resumed.contents(), file: path)
        #expect(header.projectID == "p")
        #expect(entries.map(\.isGone) == [true])
        try resumed.remove()
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
