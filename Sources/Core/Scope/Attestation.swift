// SPDX-License-Identifier: Apache-2.0

/// What a person answers for about a test case that no program can test.
package struct Attestation: Sendable, Codable, Equatable {
    package var testcase: String
    /// The cloud that it is about.
    package var subject: String
    package var result: Verdict
    /// Who looked.
    package var who: String
    /// The day on which they looked, `YYYY-MM-DD`.
    package var when: String
    /// The last day on which it counts, `YYYY-MM-DD`.
    package var until: String
    /// Where what they saw can be looked up.
    package var evidence: String

    var verdict: Verdict { result }

    var sentence: String {
        "Attested, not tested: \(who) found \(result.rawValue) on \(when); it counts until \(until). "
            + "Evidence: \(evidence)"
    }
}

/// Reads a file of attestations; every mistake has its file, line and column.
package enum AttestationFile {
    /// The attestations about `subject` that count on `day`, by test case.
    ///
    /// One that is about nothing in `known`, or expired, or from the future, is an error.
    package static func read(
        _ bytes: [UInt8], file: String, subject: String, on day: CalendarDate, known: Set<String>
    ) throws(YAMLError) -> [String: Attestation] {
        guard let root = try YAMLDocument.parse(bytes, file: file) else {
            throw YAMLError(Position(file: file, line: 1, column: 1), "The file is empty.")
        }
        try root.check(allows: ["attestations"])
        var attestations: [String: Attestation] = [:]
        for node in try root.required("attestations").sequence() {
            let attestation = try attestation(node, on: day, known: known)
            guard attestation.subject == subject else { continue }
            guard attestations.updateValue(attestation, forKey: attestation.testcase) == nil else {
                throw YAMLError(
                    node.position,
                    "The test case \(attestation.testcase) was already attested; keep one.")
            }
        }
        return attestations
    }

    private static func attestation(
        _ node: YAMLNode, on day: CalendarDate, known: Set<String>
    ) throws(YAMLError) -> Attestation {
        try node.check(
            allows: ["testcase", "subject", "result", "who", "when", "until", "evidence"])
        let id = try node.required("testcase")
        let name = try id.string()
        guard known.contains(name) else {
            throw YAMLError(
                id.position,
                "There is no manual test case \(name.quotedForMessage) to attest"
                    + Suggestion.question(about: name, among: known))
        }
        let result = try node.required("result")
        guard let verdict = Verdict(rawValue: try result.string().uppercased()),
            verdict == .pass || verdict == .fail
        else { throw result.wrongValue("PASS or FAIL") }
        let (on, until) = (try node.required("when"), try node.required("until"))
        let (begin, end) = (try date(on), try date(until))
        guard begin <= day else {
            throw YAMLError(on.position, "The attestation is of \(begin), after \(day).")
        }
        guard end >= day else {
            throw YAMLError(
                until.position,
                "The attestation expired on \(end); have somebody look again, or remove it.")
        }
        let evidence = try node.required("evidence")
        let link = try evidence.string().harmless(500)
        guard link.hasPrefix("https://") || link.hasPrefix("http://") else {
            throw evidence.wrongValue("a link such as https://example.org/audit")
        }
        return Attestation(
            testcase: name, subject: try node.required("subject").string(), result: verdict,
            who: try node.required("who").string().harmless(200), when: begin.description,
            until: end.description, evidence: link)
    }

    private static func date(_ node: YAMLNode) throws(YAMLError) -> CalendarDate {
        guard let date = CalendarDate(try node.string()) else {
            throw node.wrongValue("a day such as 2026-06-11")
        }
        return date
    }
}
