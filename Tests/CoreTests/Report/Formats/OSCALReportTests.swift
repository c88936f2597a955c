// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSSupport
import Testing
import TestSupport

@testable import SCSCheck

/// OSCAL and SARIF as the schemas of NIST and OASIS have them.
struct OSCALReportTests {
    private static let schemas = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Schemas")
    private static let python = "/usr/bin/python3"

    private static func result(_ report: Report) throws -> JSON {
        let document = try JSON.parse(try OSCALReport.render([report]))
        return try #require(document["assessment-results"]?["results"]?.array?.first)
    }

    /// What the validator says; empty if the document is valid.
    private static func problems(_ bytes: [UInt8], schema: String) throws -> String {
        let temporary = try TemporaryFolder()
        let file = temporary.file("document.json")
        try Data(bytes).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [
            schemas.appending(path: "validate.py").path, schema, file.path,
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: said, as: UTF8.self)
    }

    private static var waived: Report {
        var report = SampleReport.report()
        report.testcases[3].waiver = Waiver(
            testcase: "*", subject: "s", justification: SampleReport.hostile, approver: "a",
            ticket: "t", expires: "2026-12-31")
        report.testcases[0].attestation = Attestation(
            testcase: "a", subject: "s", result: .pass, who: "w", when: "2026-11-01",
            until: "2026-12-01", evidence: "https://example.org")
        return report
    }

    /// The schemas of NIST and OASIS are not kept here; their places are given.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["OSCAL_SCHEMA"] != nil))
    func `Documents are valid by NIST's schema, and a broken one is not`() throws {
        let schema = try #require(ProcessInfo.processInfo.environment["OSCAL_SCHEMA"])
        let whole = try OSCALReport.render([Self.waived, SampleReport.report([], cloud: "")])
        #expect(try Self.problems(whole, schema: schema) == "")
        let broken = String(decoding: whole, as: UTF8.self).replacing(
            "\"not-satisfied\"", with: "\"unknown\"")
        #expect(try Self.problems(Array(broken.utf8), schema: schema).contains("unknown"))
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["SARIF_SCHEMA"] != nil))
    func `SARIF is valid by OASIS's schema`() throws {
        let schema = try #require(ProcessInfo.processInfo.environment["SARIF_SCHEMA"])
        let bytes = try SARIFReport.render([Self.waived, SampleReport.report([], cloud: "c")])
        #expect(try Self.problems(bytes, schema: schema) == "")
        let broken = String(decoding: bytes, as: UTF8.self).replacing(
            "\"external\"", with: "\"internal\"")
        #expect(try Self.problems(Array(broken.utf8), schema: schema).contains("internal"))
    }

    @Test
    func `Nothing but a PASS is satisfied, and what could not be determined has another reason`()
        throws
    {
        let report = SampleReport.report()
        let findings = try #require(try Self.result(report)["findings"]?.array)
        #expect(findings.count == report.testcases.count)
        for (finding, testcase) in zip(findings, report.byUrgency) {
            let status = finding["target"]?["status"]
            #expect((status?["state"] == "satisfied") == (testcase.verdict == .pass))
            let reason: JSON =
                switch testcase.verdict {
                case .pass: "pass"
                case .fail: "fail"
                case .abort, .missing: "other"
                }
            #expect(status?["reason"] == reason)
        }
    }

    @Test func `Each step that was reached is an observation, and references lead somewhere`()
        throws
    {
        let report = SampleReport.report([
            SampleReport.testcase("scs-0117-a", .fail, .requirementNotMet)
        ])
        let result = try Self.result(report)
        let observations = try #require(result["observations"]?.array)
        #expect(observations.count == 2)
        #expect(observations[1]["relevant-evidence"]?.array?.count == 2)
        let related = result["findings"]?.array?.first?["related-observations"]?.array
        #expect(related?.map { $0["observation-uuid"] } == observations.map { $0["uuid"] })
    }

    @Test func `The same report has the same identity, by RFC 4122`() throws {
        #expect(
            try OSCALReport.render([SampleReport.report()])
                == OSCALReport.render([SampleReport.report()]))
        // As Python's uuid5(uuid5(NAMESPACE_URL, namespace), name) has it.
        #expect(NameUUID.of("a") == "4a78ca94-b273-5747-9bd3-00d1e4e69187")
    }

    @Test func `A waived failure is a risk whose deviation is approved`() throws {
        let result = try Self.result(Self.waived)
        let risk = try #require(result["risks"]?.array?.first)
        #expect(risk["status"] == "deviation-approved")
        let finding = result["findings"]?.array?.first { $0["related-risks"] != nil }
        #expect(finding?["related-risks"]?.array?.first?["risk-uuid"] == risk["uuid"])
        #expect(finding?["target"]?["status"]?["state"] == "not-satisfied")
    }
}
