// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSCheck
@testable import SCSSupport
@testable import SCSYAML

/// Files of attestations about test cases that no program can run.
struct AttestationTests {
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

    static func read(
        _ text: String, on day: String = "2026-11-23", about subject: String = "cloud"
    ) throws -> AttestationFile.Contents {
        try AttestationFile.read(
            Array(text.utf8), file: "a.yaml", subject: subject,
            on: try #require(CalendarDate(day)), known: ["by-hand"])
    }

    private static func isExpired(_ finding: AttestationFile.Finding?) -> Bool {
        if case .expired? = finding { true } else { false }
    }

    @Test func `Only attestations about the subject count, up to their last day`() throws {
        let contents = try Self.read(Self.good)
        guard case .counts(let attestation)? = contents.findings["by-hand"] else {
            Issue.record("it does not count")
            return
        }
        #expect(attestation.result == .pass)
        #expect(contents.otherSubjects == ["another"])
        #expect(try !Self.isExpired(Self.read(Self.good, on: "2027-04-30").findings["by-hand"]))
    }

    @Test func `A file without attestations about the subject is an error that names its subjects`()
    {
        let error = #expect(throws: YAMLError.self) {
            try Self.read(Self.good, about: "third")
        }
        #expect(error?.description.contains("only about ") == true)
    }

    @Test func `An expired attestation gives way to a valid one, in any order`() throws {
        #expect(try Self.isExpired(Self.read(Self.good, on: "2027-05-01").findings["by-hand"]))
        let entry = Self.good.split(separator: "\n").dropFirst().prefix(7).joined(separator: "\n")
        let old = entry.replacing("2027-04-30", with: "2026-06-30")
        for both in [[entry, old], [old, entry]] {
            let text = (["attestations:"] + both).joined(separator: "\n")
            #expect(try !Self.isExpired(Self.read(text).findings["by-hand"]))
        }
    }

    @Test(arguments: [
        ("result: PASS", "result: MAYBE", "4:13"),
        ("until: 2027-04-30", "until: 2026-04-30", "7:12"),
        ("when: 2026-05-01", "when: 2026-12-01", "6:11"),
        ("evidence: https://example.org/audit/7", "evidence: a folder", "8:15"),
        ("testcase: by-hand", "testcase: by-hnad", "2:15"),
        ("    who: Ada Lovelace, Analytical Audits\n", "", "2:5"),
        ("subject: another", "subject: cloud", "9:5"), ("who:", "whom:", "5:5"),
    ])
    func `A malformed attestation is an error with its place`(
        _ old: String, _ new: String, _ place: String
    ) throws {
        let range = try #require(Self.good.firstRange(of: old))
        let text = Self.good[..<range.lowerBound] + new + Self.good[range.upperBound...]
        let error = #expect(throws: YAMLError.self) { try Self.read(String(text)) }
        #expect(
            error?.description.hasPrefix("a.yaml:\(place): ") == true, "\(error?.description ?? "")"
        )
    }
}
