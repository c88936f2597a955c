// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Core

/// Files in which people answer for what no program can test.
@Suite struct AttestationTests {
    static let good = """
        attestations:
          - testcase: by-hand
            subject: cloud
            result: PASS
            who: Ada Lovelace, Analytical Audits
            when: 2026-05-01
            until: 2027-04-30
            evidence: https://example.org/audit/7
          - testcase: by-hand
            subject: another
            result: FAIL
            who: Ada Lovelace
            when: 2026-05-01
            until: 2027-04-30
            evidence: https://example.org/audit/8
        """

    static func read(_ text: String, on day: String = "2026-11-23") throws -> [String: Attestation]
    {
        try AttestationFile.read(
            Array(text.utf8), file: "a.yaml", subject: "cloud",
            on: try #require(CalendarDate(day)), known: ["by-hand"])
    }

    @Test("Only what is about the subject counts, on its last day too")
    func subject() throws {
        #expect(try Self.read(Self.good)["by-hand"]?.result == .pass)
        #expect(try Self.read(Self.good, on: "2027-04-30").count == 1)
    }

    @Test(
        "What is malformed, expired or about nothing is an error with its place",
        arguments: [
            ("result: PASS", "result: MAYBE", "4:13"),
            ("until: 2027-04-30", "until: 2026-10-31", "7:12"),
            ("when: 2026-05-01", "when: 2026-12-01", "6:11"),
            ("evidence: https://example.org/audit/7", "evidence: a folder", "8:15"),
            ("testcase: by-hand", "testcase: by-hnad", "2:15"),
            ("    who: Ada Lovelace, Analytical Audits\n", "", "2:5"),
            ("subject: another", "subject: cloud", "9:5"), ("who:", "whom:", "5:5"),
        ])
    func mistakes(_ old: String, _ new: String, _ place: String) throws {
        let range = try #require(Self.good.firstRange(of: old))
        let text = Self.good[..<range.lowerBound] + new + Self.good[range.upperBound...]
        let error = #expect(throws: YAMLError.self) { try Self.read(String(text)) }
        #expect(
            error?.description.hasPrefix("a.yaml:\(place): ") == true, "\(error?.description ?? "")"
        )
    }
}
