// SPDX-License-Identifier: Apache-2.0
import Foundation
import FoundationXML
import SCSSupport
import Testing

@testable import SCSCheck

/// JUnit XML as readers of XML see it.
struct JUnitReportTests {
    /// Every element with its attributes and its own text.
    private final class Reading: NSObject, XMLParserDelegate {
        struct Element {
            var name: String
            var attributes: [String: String]
            var text = ""
        }
        var elements: [Element] = []
        private var open: [Int] = []

        func parser(
            _: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) {
            open.append(elements.count)
            elements.append(Element(name: name, attributes: attributes))
        }

        func parser(_: XMLParser, foundCharacters text: String) {
            if let last = open.last { elements[last].text += text }
        }

        func parser(
            _: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?
        ) {
            open.removeLast()
        }
    }

    private static func read(_ text: String) throws -> [Reading.Element] {
        let parser = XMLParser(data: Data(text.utf8))
        let reading = Reading()
        parser.delegate = reading
        try #require(parser.parse(), "\(String(describing: parser.parserError))")
        return reading.elements
    }

    /// What XML can hold of a text.
    private static func representable(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isLost =
                scalar.value < 0x20 && !"\t\n\r".unicodeScalars.contains(scalar)
                || (0x7F...0x9F).contains(scalar.value) || [0xFFFE, 0xFFFF].contains(scalar.value)
            result.unicodeScalars.append(isLost ? "\u{FFFD}" : scalar)
        }
        return result
    }

    @Test func `Hostile names come back from an XML parser as they were`() throws {
        let report = SampleReport.report()
        let elements = try Self.read(JUnitReport.render([report]))
        #expect(elements[0].attributes["name"] == Self.representable(report.subject.cloud))
        let names = elements.filter { $0.name == "testcase" }.compactMap { $0.attributes["name"] }
        #expect(names.sorted() == report.testcases.map { Self.representable($0.id) }.sorted())
        #expect(names.first == Self.representable(report.testcases[3].id))
        let suite = try #require(elements.first { $0.name == "testsuite" })
        #expect(
            suite.attributes["name"]
                == Self.representable("scs-0117-v1 \(report.scope[0].name)"))
    }

    @Test func `The message of a failure is in its attribute and in its text`() throws {
        let failed = SampleReport.testcases[3]
        let elements = try Self.read(JUnitReport.render([SampleReport.report()]))
        let failure = try #require(elements.first { $0.name == "failure" })
        #expect(failure.attributes["message"] == failed.headline)
        #expect(failure.attributes["type"] == "demand-not-met")
        #expect(failure.text == ([failed.headline] + failed.explanation).joined(separator: "\n"))
        #expect(failure.text.contains("req-f3114220-eb2a-447f-a8fb-aeaaa046d42d"))
    }

    @Test func `What counts and has no verdict is an error, and what does not count is skipped`()
        throws
    {
        let elements = try Self.read(JUnitReport.render([SampleReport.report()]))
        let outcomes = elements.filter { ["failure", "error", "skipped"].contains($0.name) }
        #expect(outcomes.map(\.name) == ["failure", "error", "skipped", "error", "skipped"])
        #expect(outcomes[2].attributes.keys.sorted() == ["message"])
        let all = elements[0].attributes
        #expect(
            [all["tests"], all["failures"], all["errors"], all["skipped"]] == ["6", "1", "2", "2"])
    }

    @Test func `Strict readers find only the attributes that they know`() throws {
        let elements = try Self.read(JUnitReport.render([SampleReport.report()]))
        let suites = elements.filter { $0.name == "testsuite" }
        #expect(suites.count == 2)
        for suite in suites {
            #expect(
                suite.attributes.keys.sorted() == [
                    "errors", "failures", "hostname", "name", "skipped", "tests", "time",
                    "timestamp",
                ])
            #expect(suite.attributes["timestamp"] == "2026-11-23T17:45:47")
        }
        #expect(suites[0].attributes["time"] == "244.020")
        #expect(suites[1].attributes["name"] == "scs-0123")
        // What stands there is taken for a file to attach.
        #expect(!elements.contains { $0.name == "system-out" })
    }
}
