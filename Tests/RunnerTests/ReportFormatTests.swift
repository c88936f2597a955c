// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import Testing
import TestSupport

@testable import SCSCheckCommand

/// The formats as the command line writes and renders them.
struct ReportFormatTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws { temporary = try TemporaryFolder() }

    private func contents(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
    }

    @Test func `A run writes every format, each of which the next run replaces`() async throws {
        let facts = folder + "/facts.json"
        try Data(#"{"volume_types": []}"#.utf8).write(to: URL(filePath: facts))
        var arguments = ["judge", facts, "--scope-version", "v5.1", "--output", folder]
        for format in ReportFormat.allCases { arguments += ["--format", format.rawValue] }
        let first = try await Program.status(of: arguments)
        #expect(first == 1 || first == 2)
        let report = try JSONReport.read(try contents("report.json"), file: "report.json")
        for format in ReportFormat.allCases {
            let isSame = try contents(format.fileName) == format.render(report)
            #expect(isSame, "\(format)")
        }
        #expect(try await Program.status(of: arguments) == first)
        // Only the report knows whether a scope was assessed.
        for format in ReportFormat.allCases {
            #expect(
                try await Program.status(of: [
                    "render", folder + "/report.json", "--format", format.rawValue,
                ])
                    == 0)
        }
    }

    @Test func `A report without a scope is not rendered for the monitor`() async throws {
        _ = try await Program.status(of: [
            "run", "scs-0117", "--depth", "api", "--cloud", "simulated", "--output", folder,
        ])
        #expect(
            try await Program.status(of: ["render", folder + "/report.json", "--format", "scs"])
                == 64)
    }

    @Test(.timeLimit(.minutes(5)), arguments: ["simulated", "simulated:backup-error"])
    func `Two runs of the same cloud are equal in normal form, byte for byte`(_ cloud: String)
        async throws
    {
        var forms: [[UInt8]] = []
        for _ in 0..<2 {
            // Test cases that run side by side may share resources: the first to come tells of them.
            _ = try await Program.status(of: [
                "run", "scs-0103", "scs-0117-test-backup", "--cloud", cloud, "--output", folder,
                "--quiet",
            ])
            let report = try JSONReport.read(try contents("report.json"), file: "report.json")
            forms.append(try NormalReport.render(report))
        }
        let areEqual = forms[0] == forms[1]
        #expect(areEqual)
        #expect(forms[0].count > 10_000)
    }
}
