// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
@testable import SCSCheck
import Testing
import TestSupport

/// The journal is what a killed run leaves; none of it may be lost.
struct JournalTests {
    private let temporary: TemporaryFolder
    private var path: String { temporary.path + "/run.journal" }
    private let header = JournalHeader(
        run: "r", cloud: "c", region: nil, authURL: "https://k/v3", projectID: "p", at: "t")
    private static let head = line(
        #"{"journal":2,"run":"r","cloud":"c","authURL":"https://k/v3","at":"t"}"#)
    private static let intend = line(
        #"{"n":1,"do":"intend","kind":{"service":"block-storage","collection":"volumes","envelope":"volume"},"name":"scs-check-r-1-x"}"#
    )

    init() throws { temporary = try TemporaryFolder() }

    /// A complete line with its checksum.
    private static func line(_ json: String) -> String {
        String(decoding: JournalLine.sealed(Array(json.utf8)), as: UTF8.self) + "\n"
    }

    private func read(_ text: String) throws -> [JournalEntry] {
        try read(Array(text.utf8))
    }

    private func read(_ bytes: [UInt8]) throws -> [JournalEntry] {
        try JournalReader.read(bytes, file: "j").entries
    }

    @Test func `A torn last line counts as unwritten, wherever it was torn`() throws {
        let created = Self.line(#"{"n":1,"do":"created","id":"7"}"#)
        for count in 0..<created.utf8.count {
            let entries = try read(Self.head + Self.intend + created.prefix(count))
            #expect(entries.map(\.name) == ["scs-check-r-1-x"])
            #expect(entries.first?.id == nil)
            #expect(entries.first?.isGone == false)
        }
        #expect(try read(Self.head + Self.intend + created).map(\.id) == ["7"])
    }

    @Test(arguments: ["gone", "refused"])
    func `An entry that is gone or was refused needs no deletion`(_ action: String) throws {
        let entries = try read(Self.head + Self.intend + Self.line(#"{"n":1,"do":"\#(action)"}"#))
        #expect(entries.map(\.isGone) == [true])
    }

    @Test func `A flipped bit anywhere is an error that names the line`() throws {
        let lines = [Self.head, Self.intend, Self.line(#"{"n":1,"do":"created","id":"7"}"#)]
        let whole = Array(lines.joined().utf8)
        for index in whole.indices {
            for bit in 0..<8 {
                var bytes = whole
                bytes[index] ^= 1 << bit
                // Without its line break the last line is torn.
                if index == whole.count - 1 { continue }
                let error = #expect(throws: JournalError.self) { try read(bytes) }
                #expect(error?.line != nil)
            }
        }
    }

    @Test func `A missing or repeated line is an error`() {
        let created = Self.line(#"{"n":1,"do":"created","id":"7"}"#)
        #expect(throws: JournalError.self) { try read(Self.head + created) }
        #expect(throws: JournalError.self) { try read(Self.intend + created) }
        #expect(throws: JournalError.self) { try read(Self.head + Self.intend + Self.intend) }
        #expect(throws: JournalError.self) { try read(Self.head + "\n" + Self.intend) }
    }

    private static let untrusted: [(text: String, message: String)] = [
        ("nonsense\n", "Journal j:1: the line is damaged."),
        (head + "nonsense\n", "Journal j:2: the line is damaged."),
        (head + line(#"{"n":1}"#), "Journal j:2: it is not a journal record."),
        (
            head + line(#"{"n":7,"do":"created","id":"a"}"#),
            "Journal j:2: resource 7 was never intended."
        ),
        (
            head + line(#"{"n":7,"do":"intend"}"#),
            "Journal j:2: an intention needs kind and name."
        ),
        (
            head
                + line(
                    #"{"n":1,"do":"intend","kind":{"service":"image","collection":"images","envelope":""},"name":"scs-check-q-1-x"}"#
                ), "Journal j:2: scs-check-q-1-x is not a name that run r gives."
        ),
        (
            line(#"{"journal":3,"run":"r","cloud":"c","authURL":"u","at":"t"}"#),
            "Journal j:1: it was written by a newer scs-check (format 3, this one reads 2); "
                + "finish it with that one."
        ),
        (
            line(#"{"journal":2,"run":"","cloud":"c","authURL":"u","at":"t"}"#),
            "Journal j:1: its run has no id."
        ),
        ("", "Journal j:1: there is no header."),
    ]

    @Test(arguments: untrusted)
    func `A damaged journal is an error with file and line`(_ text: String, _ message: String) {
        let error = #expect(throws: JournalError.self) { try read(text) }
        #expect(error?.description == message)
    }

    @Test func `A journal is private, locked during its run, and repaired on resumption`() throws {
        var file: JournalFile? = try JournalFile(creating: path)
        try file?.begin(header)
        try file?.append(Array(Self.intend.utf8.dropLast()))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let busy = #expect(throws: JournalError.self) { try JournalFile(resuming: path) }
        #expect(busy?.description.contains("still active") == true)
        #expect(throws: JournalError.self) { try JournalFile(creating: path) }
        file = nil
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        bytes += Array("{\"n\":".utf8)
        try Data(bytes).write(to: URL(filePath: path))
        let resumed = try JournalFile(resuming: path)
        try resumed.mend()
        try resumed.append(JournalLine.sealed(Array(#"{"n":1,"do":"gone"}"#.utf8)))
        let (header, entries) = try JournalReader.read(try resumed.contents(), file: path)
        #expect(header.projectID == "p")
        #expect(entries.map(\.isGone) == [true])
        try resumed.remove()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `A lost journal file is an error before anything is created`() throws {
        let file = try JournalFile(creating: path)
        try file.begin(header)
        try FileManager.default.removeItem(atPath: path)
        let error = #expect(throws: JournalError.self) { try file.append([]) }
        #expect(error?.description.contains("was deleted while its run was using it") == true)
    }
}
