// SPDX-License-Identifier: Apache-2.0
import SCSSupport
import TestSupport
import Testing

@testable import SCSCheck
@testable import SCSHandover

/// What the monitor needs is checked before anything is sent.
struct MonitorDocumentTests {
    static let document = """
        ---
        spec: {uuid: 50393e6f-2ae1-4c5c-a62c-3b75f2abef3f, name: SCS-compatible IaaS}
        checked_at: 2026-11-22 18:40:00.000000
        subject: mycloud
        run:
          uuid: 6b0c0d9a-0000-4000-8000-000000000001
          assignment: {}
          invocations:
            one:
              cmd: a command
              results: {scs-0117-test-backup: 1, scs-0103-flavor-1l-1: -1}
              rc: 0
              stdout: ["scs-0117-test-backup: PASS"]
              stderr: []
              info: 0
              warning: 0
              error: 0
              critical: 0

        """

    private func read(_ text: String) throws -> [MonitorDocument] {
        try MonitorDocument.read(Array(text.utf8), .yaml, file: "r.yaml")
    }

    @Test func `Documents of a stream are known by uuid and subject`() throws {
        let second = Self.document.replacing("0001", with: "0002").replacing("mycloud", with: "b")
        let documents = try read(Self.document + second)
        #expect(
            documents == [
                MonitorDocument(uuid: "6b0c0d9a-0000-4000-8000-000000000001", subject: "mycloud"),
                MonitorDocument(uuid: "6b0c0d9a-0000-4000-8000-000000000002", subject: "b"),
            ])
        let twice = #expect(throws: MonitorError.self) {
            _ = try read(Self.document + Self.document)
        }
        #expect(twice?.description.contains("document 2 has the run.uuid") == true)
    }

    @Test(arguments: [
        ("uuid: 50393e6f-2ae1-4c5c-a62c-3b75f2abef3f, ", "", "spec.uuid is missing"),
        (", name: SCS-compatible IaaS", "", "spec.name is missing"),
        (
            "50393e6f-2ae1", "50393e6f_2ae1",
            "spec.uuid is \"50393e6f_2ae1-4c5c-a62c-3b75f2abef3f\", not a UUID"
        ),
        ("checked_at: 2026-11-22 18:40:00.000000", "", "checked_at is missing"),
        (
            "18:40:00.000000", "18:40:00Z",
            "checked_at is \"2026-11-22 18:40:00Z\"; expected a time in UTC"
        ),
        ("subject: mycloud", "subject: 17", "subject is not a text"),
        ("  uuid: 6b0c0d9a-0000-4000-8000-000000000001\n", "", "run.uuid is missing"),
        ("  assignment: {}\n", "", "run.assignment is not a mapping"),
        ("assignment: {}", "assignment: []", "run.assignment is not a mapping"),
        ("backup: 1", "backup: 2", "the result of \"scs-0117-test-backup\" is none of -1"),
        ("backup: 1", "backup: null", "the result of \"scs-0117-test-backup\" is none of -1"),
        ("      cmd: a command\n", "", "run.invocations.one.cmd is missing"),
        ("      rc: 0\n", "", "run.invocations.one.rc is not a whole number"),
        ("stderr: []", "stderr: none", "run.invocations.one.stderr is not a list of lines"),
        ("      critical: 0\n", "", "run.invocations.one.critical is not a whole number"),
    ])
    func `A field that the monitor needs is missed before sending`(
        _ part: String, _ other: String, _ problem: String
    ) {
        let error = #expect(throws: MonitorError.self) {
            _ = try read(Self.document.replacing(part, with: other))
        }
        #expect(
            error?.description.hasPrefix("r.yaml is no report for the monitor: \(problem)") == true,
            "\(error?.description ?? "")")
    }

    @Test(arguments: ["", "---\n", "[1, 2]", "{", "a: b: c", "\u{0}", "---\n--- 1\n"])
    func `What holds no report is refused`(_ text: String) {
        let error = #expect(throws: MonitorError.self) { _ = try read(text) }
        #expect(error?.description.hasSuffix(".") == true)
    }

    @Test func `What is rendered for the monitor passes the check, whatever is in it`() throws {
        let report = try SampleReports.report(cloud: "<b>\"my\\cloud\"\n---\n")
        let bytes = try report.forMonitor(subject: nil)
        #expect(try MonitorDocument.read(bytes, .yaml, file: "r").count == 1)
        let named = try report.forMonitor(subject: "mycloud")
        #expect(try MonitorDocument.read(named, .yaml, file: "r").first?.subject == "mycloud")
        // The name at the monitor does not make it another report.
        #expect(
            try MonitorDocument.read(bytes, .yaml, file: "r").first?.uuid
                == MonitorDocument.read(named, .yaml, file: "r").first?.uuid)
    }

    @Test func `JSON is exactly one document`() throws {
        let json = """
            {"spec": {"uuid": "50393e6f-2ae1-4c5c-a62c-3b75f2abef3f", "name": "n"}, "subject": "s",
            "checked_at": "2026-11-22 18:40:00.000000", "run": {"assignment": {}, "invocations": {},
            "uuid": "6b0c0d9a-0000-4000-8000-000000000001"}}
            """
        #expect(try MonitorDocument.read(Array(json.utf8), .json, file: "r").count == 1)
        #expect(throws: MonitorError.self) {
            _ = try MonitorDocument.read(Array("[\(json)]".utf8), .json, file: "r")
        }
    }
}
