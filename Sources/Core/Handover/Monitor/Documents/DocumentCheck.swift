// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML

/// Checks a document for what the monitor reads or shows; it fails without, after the upload.
enum DocumentCheck {
    /// What is wrong, as a sentence without its end.
    struct Lack: Error {
        let problem: String
    }

    static func check(_ root: JSON) throws(Lack) -> MonitorDocument {
        guard case .object = root else { throw Lack(problem: "it is not a mapping") }
        try uuid("spec.uuid", root["spec"]?["uuid"])
        _ = try text("spec.name", root["spec"]?["name"])
        let time = try text("checked_at", root["checked_at"])
        // The monitor's column has no zone, and drops one without a word.
        guard time.wholeMatch(of: /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?/) != nil else {
            throw Lack(
                problem:
                    "checked_at is \(time.quotedForMessage); expected a time in UTC without a zone, "
                    + "such as 2026-11-22 18:40:00.000000")
        }
        let subject = try text("subject", root["subject"])
        guard !subject.isEmpty else { throw Lack(problem: "subject is empty") }
        let run = root["run"]
        let id = try uuid("run.uuid", run?["uuid"])
        guard case .object? = run?["assignment"] else {
            throw Lack(problem: "run.assignment is not a mapping")
        }
        guard case .object(let invocations)? = run?["invocations"] else {
            throw Lack(problem: "run.invocations is not a mapping")
        }
        for (name, invocation) in invocations.sorted(by: { $0.key < $1.key }) {
            try check(invocation, "run.invocations.\(name.harmless(60))")
        }
        return MonitorDocument(uuid: id, subject: subject)
    }

    private static func check(_ invocation: JSON, _ place: String) throws(Lack) {
        _ = try text("\(place).cmd", invocation["cmd"])
        for key in ["rc", "critical", "error", "warning"]
        where invocation[key]?.integer == nil {
            throw Lack(problem: "\(place).\(key) is not a whole number")
        }
        for key in ["stdout", "stderr"] {
            let lines = invocation[key]?.array
            guard let lines, lines.allSatisfy({ $0.string != nil }) else {
                throw Lack(problem: "\(place).\(key) is not a list of lines")
            }
        }
        guard case .object(let results)? = invocation["results"] else {
            throw Lack(problem: "\(place).results is not a mapping")
        }
        for (testcase, result) in results.sorted(by: { $0.key < $1.key }) {
            guard let number = result.integer, (-1...1).contains(number) else {
                throw Lack(
                    problem:
                        "the result of \(testcase.quotedForMessage) is none of -1 (FAIL), 0 (ABORT) "
                        + "and 1 (PASS)")
            }
        }
    }

    private static func text(_ place: String, _ value: JSON?) throws(Lack) -> String {
        guard let value, value != .null else { throw Lack(problem: "\(place) is missing") }
        guard let text = value.string else { throw Lack(problem: "\(place) is not a text") }
        return text
    }

    @discardableResult
    private static func uuid(_ place: String, _ value: JSON?) throws(Lack) -> String {
        let text = try text(place, value)
        guard text.wholeMatch(of: /[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/) != nil
        else { throw Lack(problem: "\(place) is \(text.quotedForMessage), not a UUID") }
        return text.lowercased()
    }

    /// The node without positions; a plain scalar is a number, a boolean or null where it looks so.
    static func plain(_ node: YAMLNode) -> JSON {
        switch node.value {
        case .sequence(let items): return .array(items.map(plain))
        case .mapping(let entries):
            return .object(
                Dictionary(entries.map { ($0.key.text ?? "", plain($0.value)) }) { $1 })
        case .scalar(let text, .quoted): return .string(text)
        case .scalar(let text, .plain):
            if node.isNull { return .null }
            if let number = Int64(text) { return .integer(number) }
            return PlainScalar.boolean(text).map(JSON.bool) ?? .string(text)
        }
    }
}
