// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import Testing
import TestSupport

@testable import SCSCheckCommand

/// Waivers and exclusions as the command line takes them.
struct WaiverCommandTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws { temporary = try TemporaryFolder() }

    private func waivers(_ testcase: String, expires: String = "9999-12-31") throws -> String {
        let path = folder + "/waivers.yaml"
        let text = """
            waivers:
              - testcase: \(testcase)
                subject: simulated:backup-error
                justification: known
                approver: Ada
                ticket: OPS-7
                expires: \(expires)
            """
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    private func report() throws -> Report {
        let bytes = Array(try Data(contentsOf: URL(filePath: folder + "/report.json")))
        return try JSONReport.read(bytes, file: "report.json")
    }

    /// The problems of report.json by its schema.
    private func problems() throws -> [String] {
        let schema = URL(filePath: RegistryTests.root + "/Standards/report.schema.json")
        return try JSONSchema(Array(try Data(contentsOf: schema))).problems(
            in: try JSON.parse(Array(try Data(contentsOf: URL(filePath: folder + "/report.json")))))
    }

    @Test func `A waiver ends the night well, an expired or mistyped one as without it`()
        async throws
    {
        let run = [
            "run", "scs-0117-test-backup", "--cloud", "simulated:backup-error", "--output", folder,
            "--quiet",
        ]
        #expect(try await Program.status(of: run) == 1)
        #expect(try await Program.status(of: run + ["--waivers", waivers("scs-0117-*")]) == 0)
        #expect(try report().verdict == .fail)
        #expect(try problems() == [])
        #expect(
            try await Program.status(
                of: run + ["--waivers", waivers("scs-0117-*", expires: "2020-01-01")])
                == 1)
        #expect(try report().waivers?.notices.count == 1)
        #expect(
            try await Program.status(of: run + ["--waivers", waivers("scs-0117-test-backpu")]) == 1)
        #expect(
            try report().waivers?.notices.first?.contains("did you mean \"scs-0117-test-backup\"?")
                == true)
        let path = folder + "/report.json"
        for format in ReportFormat.allCases where format != .scs {
            #expect(
                try await Program.status(of: [
                    "render", path, "--format", format.rawValue, "--waivers", waivers("scs-0117-*"),
                ]) == 0, "\(format)")
        }
    }

    @Test func `A file of waivers that cannot be read is wrong usage, before anything runs`()
        async throws
    {
        let run = ["run", "scs-0117-test-backup", "--cloud", "nowhere", "--waivers"]
        #expect(try await Program.status(of: run + [folder + "/none.yaml"]) == 64)
        let odd = folder + "/odd.yaml"
        try Data("waivers:\n  - test: a\n".utf8).write(to: URL(filePath: odd))
        #expect(try await Program.status(of: run + [odd]) == 64)
    }

    @Test func `What is excluded is in the report as not selected, and there is no certificate`()
        async throws
    {
        let run = ["run", "scs-0117", "--cloud", "simulated", "--output", folder, "--quiet"]
        #expect(try await Program.status(of: run + ["--exclude", "scs-0117-x-*"]) == 0)
        let report = try report()
        #expect(report.run.excluded == ["scs-0117-x-*"])
        #expect(try problems() == [])
        let left = report.testcases.filter { $0.id.hasPrefix("scs-0117-x-") }
        #expect(left.count > 2)
        #expect(left.allSatisfy { $0.reason == .notSelected && !$0.isCounted })
        #expect(left[0].message?.contains("scs-0117-x-* excludes it") == true)
        #expect(try await Program.status(of: run + ["--exclude", "scs-0103"]) == 64)
        #expect(try await Program.status(of: run + ["--exclude", "*"]) == 64)
        #expect(try await Program.status(of: run + ["--exclude", "scs-[0"]) == 64)
        let scope = ["run", "--scope", "iaas", "--cloud", "simulated", "--output", folder]
        _ = try await Program.status(
            of:
                scope + ["--quiet", "--exclude", "scs-0117*", "--exclude", "scs-0101"])
        let whole = try self.report()
        #expect(whole.certificate?.stands == false)
        #expect(whole.testcases.contains { $0.standard == "scs-0117" && $0.verdict == .missing })
    }
}
