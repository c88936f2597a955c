// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import SCSYAML
import Testing
import TestSupport

@testable import SCSCheck

/// SARIF, CTRF and the monitor's YAML have the form that their readers expect.
struct StructuredReportTests {
    /// What CTRF's own schema says of the parts that are written.
    private static let ctrf = #"""
        {"type": "object", "additionalProperties": false,
         "required": ["results", "reportFormat", "specVersion"],
         "properties": {
          "reportFormat": {"const": "CTRF"}, "timestamp": {"type": "string"},
          "specVersion": {"type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+$"},
          "generatedBy": {"type": "string"}, "extra": {"type": "object"},
          "results": {"type": "object", "additionalProperties": false,
           "required": ["tool", "summary", "tests"],
           "properties": {
            "tool": {"type": "object", "additionalProperties": false, "required": ["name"],
             "properties": {"name": {"type": "string", "minLength": 1}, "version": {"type": "string"}}},
            "summary": {"type": "object", "additionalProperties": false,
             "required": ["tests", "passed", "failed", "skipped", "pending", "other", "start", "stop"],
             "properties": {
              "tests": {"type": "integer"}, "passed": {"type": "integer"}, "failed": {"type": "integer"},
              "skipped": {"type": "integer"}, "pending": {"type": "integer"}, "other": {"type": "integer"},
              "start": {"type": "integer"}, "stop": {"type": "integer"}, "extra": {"type": "object"}}},
            "tests": {"type": "array", "items": {"type": "object", "additionalProperties": false,
             "required": ["name", "status", "duration"],
             "properties": {
              "name": {"type": "string", "minLength": 1}, "status": {"$ref": "#/$defs/status"},
              "duration": {"type": "integer"}, "start": {"type": "integer"}, "stop": {"type": "integer"},
              "suite": {"type": "array", "minItems": 1, "items": {"type": "string"}},
              "message": {"type": "string"}, "trace": {"type": "string"}, "rawStatus": {"type": "string"},
              "tags": {"type": "array", "items": {"type": "string"}}, "extra": {"type": "object"},
              "steps": {"type": "array", "items": {"type": "object", "additionalProperties": false,
               "required": ["name", "status"],
               "properties": {"name": {"type": "string"}, "status": {"$ref": "#/$defs/status"}}}}}}}}}},
         "$defs": {"status": {"enum": ["passed", "failed", "skipped", "pending", "other"]}}}
        """#

    /// What SARIF 2.1.0 says of them.
    private static let sarif = #"""
        {"type": "object", "additionalProperties": false, "required": ["version", "runs"],
         "properties": {"$schema": {"type": "string"}, "version": {"const": "2.1.0"},
          "runs": {"type": "array", "minItems": 1, "items": {"type": "object",
           "additionalProperties": false, "required": ["tool", "results"],
           "properties": {"properties": {"type": "object"},
            "automationDetails": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
            "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {"type": "object",
             "additionalProperties": false, "required": ["name"],
             "properties": {"name": {"type": "string"}, "version": {"type": "string"},
              "semanticVersion": {"type": "string"}, "informationUri": {"type": "string"},
              "rules": {"type": "array", "items": {"type": "object", "additionalProperties": false,
               "required": ["id"], "properties": {"id": {"type": "string"}, "helpUri": {"type": "string"},
                "shortDescription": {"$ref": "#/$defs/text"}, "properties": {"type": "object"}}}}}}}},
            "invocations": {"type": "array", "items": {"type": "object", "additionalProperties": false,
             "required": ["executionSuccessful"], "properties": {"executionSuccessful": {"type": "boolean"},
              "startTimeUtc": {"type": "string"}, "endTimeUtc": {"type": "string"},
              "exitCode": {"type": "integer"}}}},
            "results": {"type": "array", "items": {"type": "object", "additionalProperties": false,
             "required": ["message"], "properties": {"ruleId": {"type": "string"},
              "ruleIndex": {"type": "integer", "minimum": 0}, "kind": {"enum": ["fail", "open"]},
              "level": {"enum": ["error", "none"]}, "message": {"$ref": "#/$defs/text"},
              "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
              "locations": {"type": "array", "minItems": 1, "items": {"type": "object",
               "additionalProperties": false, "properties": {
                "physicalLocation": {"type": "object", "properties": {"artifactLocation": {"type": "object",
                 "properties": {"uri": {"type": "string", "pattern": "^[A-Za-z0-9._~%-]+$"}}}}},
                "logicalLocations": {"type": "array", "items": {"type": "object"}}}}}}}}}}}},
         "$defs": {"text": {"type": "object", "required": ["text"],
          "properties": {"text": {"type": "string", "minLength": 1}}}}}
        """#

    private static func problems(_ bytes: [UInt8], _ schema: String) throws -> [String] {
        try JSONSchema(Array(schema.utf8)).problems(in: try JSON.parse(bytes))
    }

    @Test func `CTRF has the form of its schema, and its counts add up`() throws {
        let report = SampleReport.report()
        let bytes = try CTRFReport.render([report])
        #expect(try Self.problems(bytes, Self.ctrf) == [])
        let results = try #require(try JSON.parse(bytes)["results"])
        let tests = try #require(results["tests"]?.array)
        #expect(tests.map { $0["name"]?.string } == report.byUrgency.map(\.id))
        let statuses = ["failed", "other", "other", "skipped", "passed", "skipped"]
        #expect(tests.map { $0["status"]?.string } == statuses)
        for status in Set(statuses) {
            let count = Int64(statuses.count { $0 == status })
            #expect(results["summary"]?[status]?.integer == count)
        }
        #expect(tests[0]["start"]?.integer == 1_795_455_947_000)
        #expect(tests[0]["stop"]?.integer == 1_795_456_008_005)
    }

    @Test func `SARIF has the form of its standard, and a result for each problem that counts`()
        throws
    {
        let report = SampleReport.report()
        let bytes = try SARIFReport.render([report])
        #expect(try Self.problems(bytes, Self.sarif) == [])
        let run = try #require(try JSON.parse(bytes)["runs"]?.array?.first)
        let rules = try #require(run["tool"]?["driver"]?["rules"]?.array)
        #expect(rules.map { $0["id"]?.string } == report.byUrgency.map(\.id))
        let results = try #require(run["results"]?.array)
        #expect(results.map { $0["kind"]?.string } == ["fail", "open", "open"])
        #expect(results.map { $0["level"]?.string } == ["error", "none", "none"])
        for result in results {
            let rule = rules[Int(result["ruleIndex"]?.integer ?? 0)]
            #expect(rule["id"] == result["ruleId"])
        }
    }

    @Test func `The monitor's document is YAML with a number for each result of this run`() throws {
        var report = SampleReport.report()
        report.testcases[0].carriedOver = CarriedOver(run: nil, at: "2026-11-01T00:00:00Z")
        let bytes = Array(try MonitorReport.render([report]).utf8)
        let document = try #require(try YAMLDocument.parse(bytes, file: "report.scs.yaml"))
        #expect(
            try document.required("spec").required("uuid").string()
                == "50393e6f-2ae1-4c5c-a62c-3b75f2abef3f")
        #expect(try document.required("checked_at").string() == "2026-11-23 17:50:00.000000")
        #expect(try document.required("subject").string() == report.subject.cloud.harmless(4000))
        #expect(try document.required("creator").string() == "scs-check 0.1.0")
        let run = try document.required("run")
        let uuid = try run.required("uuid").string()
        let form = /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/
        #expect(uuid.wholeMatch(of: form) != nil)
        let invocations = try run.required("invocations").mapping()
        try #require(invocations.count == 1)
        let results = try invocations[0].value.required("results").mapping()
        let tested = [report.testcases[3], report.testcases[2], report.testcases[4]]
        #expect(try results.map { try $0.key.string() } == tested.map { $0.id.harmless(4000) })
        #expect(try results.map { try $0.value.integer() } == [-1, 0, 0])
        let lines = try invocations[0].value.required("stdout").sequence()
        #expect(try lines.dropFirst().first?.string() == "scs-0117-full: ABORT")
        #expect(try invocations[0].value.required("error").integer() == 1)
    }

    @Test func `The same report has the same identity, and another run another one`() throws {
        var other = SampleReport.report()
        other.run.id = "bbcdefghij012345"
        let texts = try [SampleReport.report(), SampleReport.report(), other]
            .map { try MonitorReport.render([$0]) }
        #expect(texts[0] == texts[1] && texts[0] != texts[2])
    }

    @Test func `A program of another package is named with ours`() throws {
        var report = SampleReport.report()
        report.tool.program = "outside-check 2.0.0"
        let title = "outside-check 2.0.0 (scs-check 0.1.0)"
        #expect(report.tool.title == title)
        #expect(MarkdownReport.render(report).contains("- \(title), run"))
        #expect(HTMLReport.render([report]).contains("\(title), run"))
        #expect(try MonitorReport.render(report).contains(title))
    }

    @Test func `The monitor gets no report without a scope`() {
        #expect(throws: MonitorReport.NoScope.self) {
            try MonitorReport.render([SampleReport.report(hasScope: false)])
        }
    }
}
