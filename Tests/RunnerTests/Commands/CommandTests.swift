// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import SCSCheck
import Testing
import TestSupport

@testable import SCSCheckCommand

/// The commands as users run them, against the simulated cloud.
struct CommandTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws { temporary = try TemporaryFolder() }

    private func report() throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: folder + "/report.json")))
    }

    @Test(arguments: [
        ("simulated", Int32(0)), ("simulated:backup-error", 1), ("simulated:quota-full", 2),
        ("simulated:admin", 2), ("simulated:undeletable", 3), ("simulated:no-such-fault", 64),
    ])
    func `A run ends with its documented exit status`(_ cloud: String, _ status: Int32) async throws
    {
        #expect(
            try await Program.status(of: [
                "run", "scs-0117", "--depth", "api", "--cloud", cloud, "--output", folder,
            ])
                == status)
    }

    @Test(arguments: [
        "simulated", "simulated:restore-error", "simulated:quota-full", "simulated:undeletable",
        "simulated:unauthorized", "simulated:no-image-service", "simulated:flaky",
    ])
    func `Every report conforms to the schema`(_ cloud: String) async throws {
        try await isValid(["run", "scs-0117", "--depth", "api", "--cloud", cloud])
    }

    @Test func `Reports of scopes and judged facts conform to the schema`() async throws {
        let facts = folder + "/facts.json"
        let attestations = folder + "/attestations.yaml"
        try Data(
            """
            attestations:
              - testcase: key-manager-docs-check
                subject: simulated
                result: PASS
                who: Ada
                when: 2020-01-01
                until: 2999-12-31
                evidence: https://example.org
            """.utf8
        ).write(to: URL(filePath: attestations))
        try await isValid([
            "run", "--scope", "iaas", "--cloud", "simulated", "--record", facts, "--attestations",
            attestations,
        ])
        try await isValid(["judge", facts, "--date", "2025-03-01"])
        let report = try JSON.parse(try report())
        #expect(report["assessment"]?["versions"]?.array?.count == 3)
    }

    @Test func `Facts are judged by scope, or by names outside any version`() async throws {
        let facts = folder + "/facts.json"
        let image = #"{"name": "Debian 13", "visibility": "public", "status": "active"}"#
        try Data(#"{"images": [\#(image)]}"#.utf8).write(to: URL(filePath: facts))
        let judge = ["judge", facts, "--output", folder]
        #expect(try await Program.status(of: judge + ["scs-0104-image-debian-13"]) == 0)
        #expect(try JSON.parse(try report())["assessment"] == nil)
        #expect(try await Program.status(of: judge + ["scs-0104-image-debian-12"]) == 1)
        #expect(
            try await Program.status(
                of: judge + ["scs-0104-image-debian-12", "--scope-version", "v5.1"]) == 1)
        #expect(try JSON.parse(try report())["assessment"] != nil)
        #expect(
            try await Program.status(
                of: judge + ["scs-0104-image-debian-13", "--scope-version", "v5.1"]) == 64)
        #expect(try await Program.status(of: judge + ["scs-0104-image-debian-14"]) == 64)
    }

    private func isValid(_ arguments: [String]) async throws {
        _ = try await Program.status(of: arguments + ["--output", folder])
        let path = RegistryTests.root + "/Standards/report.schema.json"
        let schema = try JSONSchema(Array(Data(contentsOf: URL(filePath: path))))
        let document = try JSON.parse(try report())
        #expect(schema.problems(in: document).isEmpty)
        // The schema also refuses an invalid report.
        guard case .object(var fields) = document else { return }
        fields["verdict"] = "MAYBE"
        fields["surprise"] = 1
        fields["testcases"] = nil
        let problems = schema.problems(in: .object(fields))
        #expect(
            problems.sorted() == [
                "$.surprise is not known", "$.testcases is missing",
                "$.verdict is none of the enum",
            ])
    }

    @Test func `The render command reproduces the run's Markdown`() async throws {
        _ = try await Program.status(of: [
            "run", "scs-0117", "--depth", "api", "--cloud", "simulated", "--output", folder,
        ])
        let written = try Data(contentsOf: URL(filePath: folder + "/report.md"))
        let read = try JSONReport.read(try report(), file: "report.json")
        #expect(Array(written) == Array(MarkdownReport.render(read).utf8))
        #expect(try await Program.status(of: ["render", folder + "/report.json"]) == 0)
        #expect(try await Program.status(of: ["render", folder + "/nothing.json"]) == 64)
    }

    @Test(arguments: [
        ["run", "volume-backpu", "--cloud", "simulated"], ["run", "--cloud", "simulated"],
        ["run", "scs-0117", "--cloud", "simulated", "--depth", "deep"],
        ["run", "scs-0117", "--cloud", "simulated", "--time-limit", "0"],
        [
            "run", "scs-0117", "--cloud", "simulated", "--format", "json", "--format",
            "markdown",
        ],
        ["run", "scs-0117", "--cloud", "simulated", "--output", "/proc/nowhere"],
        ["explain", "nothing"], ["frobnicate"], ["explain", "scs-011[7"],
        ["run", "scs-0117-x-*", "--depth", "api", "--cloud", "simulated"],
        ["run", "scs-0117-x-data", "--depth", "api", "--cloud", "simulated"],
        ["run", "--scope", "iaas", "--depth", "full", "--cloud", "simulated"],
        ["run", "--scope", "iaas", "--lenient", "--cloud", "simulated"],
        ["run", "--scope", "iaas", "--assign", "a=b", "--cloud", "simulated"],
        ["run", "--scope", "iaas", "--pass-environment", "HOME", "--cloud", "simulated"],
        ["run", "scs-0114", "--cloud", "simulated", "--other-cloud", "nowhere"],
        ["run", "scs-0114", "--cloud", "simulated", "--manager-cloud", "nowhere"],
        ["run", "scs-0114", "--cloud", "simulated", "--region", "nowhere"],
        ["run", "scs-0302", "--cloud", "simulated", "--set", "managed-role=member"],
        ["run", "scs-0302", "--cloud", "simulated", "--set", "scs-0302.managed-rule=member"],
        ["plan", "scs-0302", "--cloud", "simulated", "--set", "scs-0302.managed-role="],
        ["run", "scs-0101", "--cloud", "simulated", "--package-mirror", "nowhere"],
        [
            "run", "scs-0302", "--cloud", "simulated", "--managed-role", "member", "--set",
            "scs-0302.managed-role=member",
        ],
        [
            "run", "scs-0117-x-data", "--cloud", "simulated", "--exit-status", "certificate",
        ],
        ["run", "scs-0117", "--cloud", "simulated", "--format", "scs"],
        ["run", "scs-0117", "--cloud", "simulated", "--quiet", "--verbose"],
        ["render", "report.json", "--normal"],
        ["flavor", "SCS-2V-4", "--cpus", "3"], ["flavor", "SCS-2V-4", "--hwv"],
    ])
    func `Wrong usage ends with status 64 before any request`(_ arguments: [String]) async throws {
        #expect(try await Program.status(of: arguments) == 64)
    }

    @Test func `A misspelt standard is answered with the nearest one`() throws {
        let error = #expect(throws: UnknownSelection.self) {
            try Plan(
                modules: CheckProgram.current.registry().modules,
                standards: CheckProgram.current.registry().standards,
                selectors: ["volume-backpu"], depth: nil)
        }
        #expect(error?.description.contains("did you mean volume-backup?") == true)
    }

    @Test func `The cleanup command skips a running run's journal and refuses an untrusted one`()
        async throws
    {
        let path = folder + "/a.journal"
        var living: JournalFile? = try JournalFile(creating: path)
        #expect(try await Program.status(of: ["cleanup", "--journals", folder]) == 3)
        #expect(FileManager.default.fileExists(atPath: path))
        // Its run ended before its first line, so there is nothing to report.
        living = nil
        #expect(living == nil)
        #expect(try await Program.status(of: ["cleanup", "--journals", folder]) == 0)
        #expect(!FileManager.default.fileExists(atPath: path))
        try Data("nonsense\n".utf8).write(to: URL(filePath: path))
        #expect(try await Program.status(of: ["cleanup", "--journals", folder]) == 3)
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(try await Program.status(of: ["cleanup", folder + "/missing.journal"]) == 64)
        #expect(try await Program.status(of: ["cleanup", "--journals", folder + "/typo"]) == 64)
        #expect(try await Program.status(of: ["cleanup", "--journals", path]) == 64)
        #expect(try await Program.status(of: ["cleanup", path, "--journals", folder]) == 64)
        #expect(!FileManager.default.fileExists(atPath: folder + "/typo"))
        #expect(
            try await Program.status(of: ["cleanup", "--journals", folder, "--late", "-1"]) == 64)
    }

    @Test func `The plan, list and explain commands create nothing`() async throws {
        #expect(
            try await Program.status(of: [
                "plan", "scs-0117", "--cloud", "simulated", "--depth", "full",
            ]) == 0)
        #expect(
            try await Program.status(of: ["plan", "scs-0117", "--cloud", "simulated:quota-full"])
                == 2)
        #expect(try await Program.status(of: ["list"]) == 0)
        #expect(try await Program.status(of: ["explain", "volume-backup"]) == 0)
        #expect(try await Program.status(of: ["cleanup", "--journals", folder]) == 0)
    }
}
