// SPDX-License-Identifier: Apache-2.0
package import SCSSupport
package import SCSYAML

/// What a person attests about a test case that no program can test.
package struct Attestation: Sendable, Codable, Equatable {
    package var testcase: String
    /// The cloud that it is about.
    package var subject: String
    package var result: Verdict
    /// Who attests it.
    package var who: String
    /// The day of the inspection, `YYYY-MM-DD`.
    package var when: String
    /// The last day of its validity, `YYYY-MM-DD`.
    package var until: String
    /// Where the evidence can be found.
    package var evidence: String

    var verdict: Verdict { result }

    var sentence: String {
        "Attested, not tested: \(who) found \(result.rawValue) on \(when); it is valid until \(until). "
            + "Evidence: \(evidence)"
    }

    /// Why it is no longer valid.
    var expiry: String {
        "An attestation expired on \(until): \(who) found \(result.rawValue) on \(when). "
            + "Evidence: \(evidence)"
    }
}

/// Reads a file of attestations; every error has file, line and column.
package enum AttestationFile {
    /// What an attestation amounts to on the day in question.
    package enum Finding: Sendable, Equatable {
        case counts(Attestation)
        case expired(Attestation)
    }

    /// The attestations about the subject, and the other subjects in the file.
    package struct Contents: Sendable {
        package var findings: [String: Finding] = [:]
        /// The subjects of all other attestations, each once, in the file's order.
        package var otherSubjects: [String] = []
    }

    /// The attestations about `subject`, by test case; the last expired one if none is valid.
    ///
    /// An attestation of an unknown test case, from the future, or beside another valid one is an
    /// error;
    /// so is a file without attestations about `subject`.
    package static func read(
        _ bytes: [UInt8], file: String, subject: String, on day: CalendarDate, known: Set<String>
    ) throws(YAMLError) -> Contents {
        guard let root = try YAMLDocument.parse(bytes, file: file) else {
            throw YAMLError(Position(file: file, line: 1, column: 1), "The file is empty.")
        }
        try root.check(allows: ["attestations"])
        var contents = Contents()
        for node in try root.required("attestations").sequence() {
            let finding = try finding(node, on: day, known: known)
            let (attestation, counts) =
                switch finding {
                case .counts(let attestation): (attestation, true)
                case .expired(let attestation): (attestation, false)
                }
            guard attestation.subject == subject else {
                if !contents.otherSubjects.contains(attestation.subject) {
                    contents.otherSubjects.append(attestation.subject)
                }
                continue
            }
            switch contents.findings[attestation.testcase] {
            case nil: contents.findings[attestation.testcase] = finding
            case .counts? where counts:
                throw YAMLError(
                    node.position,
                    "The test case \(attestation.testcase) was already attested; keep one.")
            case .counts?: continue
            case .expired(let older)?:
                if counts || older.until < attestation.until {
                    contents.findings[attestation.testcase] = finding
                }
            }
        }
        guard !contents.findings.isEmpty else {
            let others = contents.otherSubjects.map { $0.quotedForMessage }
            throw YAMLError(
                root.position,
                "There is no attestation for \(subject.quotedForMessage)"
                    + (others.isEmpty
                        ? "; omit \(InterfaceTerm.attestations)."
                        : ", only about \(others.joined(separator: ", ")); correct subject."))
        }
        return contents
    }

    private static func finding(
        _ node: YAMLNode, on day: CalendarDate, known: Set<String>
    ) throws(YAMLError) -> Finding {
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
            throw YAMLError(on.position, "The attestation is dated \(begin), after \(day).")
        }
        guard begin <= end else {
            throw YAMLError(until.position, "The attestation ends on \(end), before \(begin).")
        }
        let evidence = try node.required("evidence")
        let link = try evidence.string().harmless(500)
        guard link.hasPrefix("https://") || link.hasPrefix("http://") else {
            throw evidence.wrongValue("a link such as https://example.org/audit")
        }
        let attestation = Attestation(
            testcase: name, subject: try node.required("subject").string(), result: verdict,
            who: try node.required("who").string().harmless(200), when: begin.description,
            until: end.description, evidence: link)
        return end >= day ? .counts(attestation) : .expired(attestation)
    }

    private static func date(_ node: YAMLNode) throws(YAMLError) -> CalendarDate {
        guard let date = CalendarDate(try node.string()) else {
            throw node.wrongValue("a day such as 2026-06-11")
        }
        return date
    }
}
