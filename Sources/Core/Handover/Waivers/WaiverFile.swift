// SPDX-License-Identifier: Apache-2.0
import SCSCheck
import SCSSupport
package import SCSYAML

/// A file of waivers, read strictly: an unknown key or a value that is none is an error with its place.
///
/// A waiver whose names fit nothing is none: it becomes a notice when the waivers are applied.
package struct WaiverFile: Sendable {
    /// One waiver of the file.
    struct Entry: Sendable {
        var waiver: Waiver
        var glob: Glob
        var expires: CalendarDate
        var position: Position
    }

    let file: String
    let sha256: String
    let entries: [Entry]

    /// Throws `YAMLError`, with file, line and column.
    package static func read(_ bytes: [UInt8], file: String) throws(YAMLError) -> WaiverFile {
        guard let root = try YAMLDocument.parse(bytes, file: file) else {
            throw YAMLError(Position(file: file, line: 1, column: 1), "The file is empty.")
        }
        try root.check(allows: ["waivers"])
        var entries: [Entry] = []
        for node in try root.required("waivers").sequence() { entries.append(try entry(node)) }
        return WaiverFile(file: file, sha256: bytes.sha256, entries: entries)
    }

    private static func entry(_ node: YAMLNode) throws(YAMLError) -> Entry {
        try node.check(
            allows: ["testcase", "subject", "justification", "approver", "ticket", "expires"])
        let pattern = try node.required("testcase")
        let date = try node.required("expires")
        guard let expires = CalendarDate(try date.string()) else {
            throw date.wrongValue("the last day of the waiver, such as 2026-12-31")
        }
        let testcase = try text("testcase", of: node, 200)
        let glob: Glob
        do {
            glob = try Glob(testcase)
        } catch {
            throw YAMLError(pattern.position, error.formatted)
        }
        let waiver = Waiver(
            testcase: testcase, subject: try text("subject", of: node, 200),
            justification: try text("justification", of: node, 1000),
            approver: try text("approver", of: node, 200),
            ticket: try text("ticket", of: node, 300), expires: expires.description)
        return Entry(
            waiver: waiver, glob: glob, expires: expires, position: pattern.position)
    }

    /// Text that is there: a waiver without a reason or an approver is none.
    private static func text(
        _ key: String, of node: YAMLNode, _ limit: Int
    ) throws(YAMLError) -> String {
        let value = try node.required(key)
        let text = try value.string().harmless(limit)
        guard !text.isEmpty else { throw value.wrongValue("a text") }
        return text
    }
}
