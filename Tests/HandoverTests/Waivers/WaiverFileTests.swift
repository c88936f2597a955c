// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML
import Testing

@testable import SCSCheck
@testable import SCSHandover

/// A file of waivers is read strictly, as whoever writes one must know what it does.
struct WaiverFileTests {
    static let whole = """
        waivers:
          - testcase: scs-0117-*
            subject: mycloud
            justification: The driver is replaced in May.
            approver: Ada Lovelace
            ticket: OPS-7
            expires: 2026-12-31
        """

    static func read(_ text: String) throws -> WaiverFile {
        try WaiverFile.read(Array(text.utf8), file: "w.yaml")
    }

    @Test(arguments: [
        ("expires: 2026-12-31", "expires: 2026-12-32", "w.yaml:7:14: expires is \"2026-12-32\""),
        ("expires: 2026-12-31", "expires: soon", "w.yaml:7:14: "),
        ("expires", "expiry", "w.yaml:7:5: \"expiry\" is unknown here; did you mean \"expires\"?"),
        ("    ticket: OPS-7\n", "", "w.yaml:2:5: ticket is missing."),
        ("ticket: OPS-7", "ticket: OPS-7\n    ticket: OPS-8", "was already given"),
        ("OPS-7", "''", "w.yaml:6:13: "),
        ("scs-0117-*", "'scs-[01'", "w.yaml:2:15: The selector"),
        ("waivers:", "waiver:", "w.yaml:1:1: "),
        ("subject: mycloud", "subject: [mycloud]", "w.yaml:3:14: subject is a list"),
        ("- testcase: scs-0117-*\n", "- a\n  - testcase: b\n", "w.yaml:2:5: "),
    ])
    func `A mistake in the file is an error with its place`(
        _ from: String, _ to: String, _ message: String
    ) {
        let text = Self.whole.replacing(from, with: to)
        let error = #expect(throws: YAMLError.self) { try Self.read(text) }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }

    @Test(arguments: ["", "# nothing\n", "[]", "waivers: 7", "waivers:\n"])
    func `What is no list of waivers is an error`(_ text: String) {
        #expect(throws: YAMLError.self) { try Self.read(text) }
    }

    @Test func `A whole file is read`() throws {
        let file = try Self.read(Self.whole)
        #expect(file.entries.map(\.waiver.ticket) == ["OPS-7"])
        #expect(file.entries.map(\.waiver.expires) == ["2026-12-31"])
        #expect(try Self.read("waivers: []").entries.isEmpty)
    }
}
