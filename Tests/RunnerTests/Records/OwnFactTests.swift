// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import Testing
import TestSupport

@testable import SCSCheckCommand

/// A fact is a value beside the check that judges it, through all commands of a program.
struct OwnFactTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }
    private var record: String { folder + "/facts.json" }

    init() throws { temporary = try TemporaryFolder() }

    /// Zones in which volumes can be created.
    private struct Zone: Codable, Sendable {
        var name: String
    }

    private struct Zones: CheckModule {
        let standard = "scs-9400"
        static let zones = Fact<[Zone]>(
            "volume_zones", "The zones in which volumes can be created.",
            calls: ["GET /os-availability-zone"]
        ) { cloud in
            try await cloud.blockStorage.availableZones().map { Zone(name: $0) }
        }
        static let fewest = Parameter(
            "scs-9400", "fewest", .integer(1...9), default: 1, "How many zones there must be.")
        var parameters: [any DeclaredParameter] { [Self.fewest] }
        var testcases: [Testcase] {
            [
                .judging("scs-9400-zones", Self.zones, "there are enough zones") {
                    zones, judgement in
                    guard zones.count < judgement[Self.fewest] else { return }
                    judgement.violation(
                        "There are \(zones.count) zones, not \(judgement[Self.fewest]).")
                }
            ]
        }
    }

    private static let description = """
        {standard: scs-9400, version: scs-9400-v1, name: Zones, url: 'https://example.org', summary: Zones.,
         testcases: [{id: scs-9400-zones, target: main, title: There are enough zones}]}
        """

    private static func program(_ modules: any CheckModule<Cloud>...) -> CheckProgram {
        CheckProgram(
            name: "zone-check", version: "1.0.0",
            collections: [.iaas]
                + modules.map { CheckCollection([.init("z.yaml", Array(description.utf8), $0)]) })
    }

    private func report(_ arguments: String...) async throws -> Report.TestcaseReport {
        let testcases = try await whole(arguments).testcases
        return try #require(testcases.first { $0.id == "scs-9400-zones" })
    }

    private func whole(_ arguments: [String]) async throws -> Report {
        try await CheckProgram.$current.withValue(Self.program(Zones())) {
            let output = folder + "/\(UInt32.random(in: .min ... .max))"
            let command = try Program.command(arguments + ["--output", output])
            guard var command = command as? any AsyncParsableCommand else {
                throw CancellationError()
            }
            // It always ends by throwing a status.
            do { try await command.run() } catch is ExitCode {}
            let file = URL(filePath: output + "/report.json")
            return try JSONReport.read(Array(try Data(contentsOf: file)), file: "report.json")
        }
    }

    @Test func `It is read, recorded and judged again, with what was set`() async throws {
        let report = try await whole([
            "run", "scs-9400", "--cloud", "simulated", "--record", record, "--set",
            "scs-9400.fewest=5",
        ])
        #expect(report.run.parameters == ["scs-9400.fewest": "5"])
        let run = try #require(report.testcases.first { $0.id == "scs-9400-zones" })
        #expect(run.verdict == .fail)
        let file = try JSON.parse(Array(try Data(contentsOf: URL(filePath: record))))
        #expect(file["volume_zones"]?.array?.first?["name"]?.string == "nova")
        #expect(file["parameters"]?["scs-9400.fewest"]?.string == "5")
        let judged = try await self.report("judge", record, "scs-9400")
        #expect(judged.verdict == .fail && judged.message == run.message)
        let again = try await self.report("judge", record, "scs-9400", "--set", "scs-9400.fewest=1")
        #expect(again.verdict == .pass)
    }

    @Test(arguments: [
        (
            #"{"volume_zones": [{}]}"#,
            "The recorded volume_zones cannot be read: volume_zones[0].name"
        ),
        (#"{"roles": ["member"]}"#, "The volume zones were not recorded."),
    ])
    func `A record in which it is wrong or lacking gives no verdict`(text: String, message: String)
        async throws
    {
        try Data(text.utf8).write(to: URL(filePath: record))
        let judged = try await report("judge", record, "scs-9400")
        #expect(judged.verdict == .missing && judged.reason == .notRecorded)
        #expect(judged.message?.hasPrefix(message) == true, "\(judged.message ?? "")")
    }

    @Test func `A file without any fact of the program is refused, and says which there are`()
        throws
    {
        let registry = try Self.program(Zones()).registry()
        let error = #expect(throws: RecordedFacts.Unreadable.self) {
            try RecordedFacts.read(
                Array(#"{"other": 1}"#.utf8), file: "f", facts: registry.facts.map(\.name))
        }
        #expect(error?.description.contains("roles, ") == true)
        #expect(error?.description.contains(", volume_zones, ") == true)
    }

    @Test func `Setting what is not tested is refused`() async throws {
        await #expect(throws: ValidationError.self) {
            try await report(
                "run", "scs-9400", "--cloud", "simulated", "--set", "scs-0302.managed-role=x")
        }
    }

    private struct Clash: CheckModule {
        let standard = "scs-9400"
        var name = "flavors"
        var testcases: [Testcase] {
            [
                .judging("scs-9400-zones", Fact<Int>(name, "One.") { _ in 1 }, "there is one") {
                    _, _ in
                }
            ]
        }
    }

    @Test(arguments: [
        ("flavors", "Two facts are called flavors, declared in "),
        ("volume_types", "Two facts are called volume_types, declared in "),
        ("origin", #"The fact "origin" of scs-9400 must have a name of lower-case"#),
        ("Zones", #"The fact "Zones" of scs-9400 must have a name of lower-case"#),
    ])
    func `Facts whose names clash cannot be in one program`(name: String, message: String) {
        let error = #expect(throws: RegistryError.self) {
            try Self.program(Clash(name: name)).registry()
        }
        #expect(error?.description.hasPrefix(message) == true)
    }
}
