// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSCheck
import SCSFleet
import Testing
import TestSupport

@testable import SCSCheckCommand

/// Runs over many subjects, and what merges them, as the command line does.
struct FleetCommandTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws { temporary = try TemporaryFolder() }

    private func matrix(_ name: String = "out") throws -> Matrix {
        let file = "\(folder)/\(name)/matrix.json"
        return try MatrixJSON.read(Array(try Data(contentsOf: URL(filePath: file))), file: file)
    }

    private func config(_ text: String) throws -> String {
        let path = folder + "/scs-check.yaml"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    private let subjects = """
        defaults: {standards: [scs-0103]}
        subjects:
          good: {cloud: simulated, groups: [prod]}
          bad: {cloud: 'simulated:scs-0103-flavor-1l-1', groups: [prod]}
          unknown: {cloud: no-such-cloud}
        presets:
          nightly: {subjects: ['*'], jobs: 2}
          prod: {subjects: ['group:prod']}

        """

    @Test func `Several clouds have a report each, and one matrix`() async throws {
        let run = [
            "run", "scs-0103", "--cloud", "simulated", "--cloud", "simulated:scs-0103-flavor-1l-1",
            "--output", folder + "/out", "--quiet",
        ]
        #expect(try await Program.status(of: run) == 1)
        let first = try matrix()
        #expect(first.rows.map(\.name) == ["simulated-scs-0103-flavor-1l-1", "simulated"])
        #expect(first.rows.map(\.verdict) == [.fail, .pass])
        let file = folder + "/out/simulated/report.json"
        let report = try JSONReport.read(
            Array(try Data(contentsOf: URL(filePath: file))), file: file)
        #expect(report.subject.cloud == "simulated")
        // The second night: nothing changed, and the verdicts are as old as the first.
        #expect(try await Program.status(of: run) == 1)
        let second = try matrix()
        #expect(second.rows.allSatisfy { $0.changes.isEmpty })
        let since = first.rows.compactMap { $0.cells["scs-0103"]?.since }
        #expect(since.count == 2)
        #expect(second.rows.map { $0.cells["scs-0103"]?.since } == since)
    }

    @Test func `A broken configuration hides no other subject`() async throws {
        let file = try config(subjects)
        #expect(
            try await Program.status(of: [
                "run", "--preset", "nightly", "--config", file, "--output", folder + "/out",
                "--quiet",
            ]) == 1)
        let matrix = try matrix()
        #expect(matrix.rows.map(\.name) == ["bad", "unknown", "good"])
        #expect(matrix.rows[1].problem?.contains("cloud is configured") == true)
        #expect(matrix.rows[1].exitStatus == 2)
        #expect(matrix.run.preset == "nightly")
    }

    @Test
    func `Parameters of the file apply where their standard is tested, and mistakes have a place`()
        async throws
    {
        let file = try config(
            """
            defaults: {parameters: {scs-0101.guest-image: Debian 12}}
            subjects: {one: {cloud: simulated}}
            presets:
              hourly: {subjects: one, standards: [scs-0103]}
              typo: {subjects: one, standards: [scs-0103], parameters: {scs-0101.guest-imag: x}}

            """)
        func run(_ preset: String) async throws -> Int32 {
            try await Program.status(of: [
                "run", "--preset", preset, "--config", file, "--output", "\(folder)/\(preset)",
                "--quiet",
            ])
        }
        #expect(try await run("hourly") == 0)
        #expect(try await run("typo") == 2)
        #expect(
            try matrix("typo").rows[0].problem
                == #"\#(file):5:82: scs-0101.guest-imag: scs-0101 has no parameter "guest-imag"; "#
                + #"did you mean "guest-image"? Its parameters are: guest-image, package-mirror."#)
    }

    @Test func `All regions of a catalog are subjects, and merge knows whose`() async throws {
        let file = try config(subjects)
        let run = ["run", "--preset", "nightly", "--config", file, "--all-regions", "--quiet"]
        #expect(try await Program.status(of: run + ["--output", folder + "/out"]) == 1)
        let matrix = try matrix()
        #expect(matrix.rows.map(\.name) == ["bad.simulated", "unknown", "good.simulated"])
        #expect(matrix.rows.map(\.region) == ["simulated", nil, "simulated"])
        #expect(matrix.rows[1].problem?.hasPrefix("The regions are unknown:") == true)
        let shards = (1...4).map { "\(folder)/shard-\($0)" }
        for (index, shard) in shards.enumerated() {
            _ = try await Program.status(
                of: run + ["--output", shard, "--shard", "\(index + 1)/4"])
        }
        #expect(try await Program.status(of: ["merge", "--output", folder + "/all"] + shards) == 1)
        #expect(try self.matrix("all").rows.map(\.name) == matrix.rows.map(\.name))
        #expect(try self.matrix("all").missing.isEmpty)
    }

    @Test func `After the first that does not pass no other begins`() async throws {
        let file = try config(subjects)
        #expect(
            try await Program.status(of: [
                "run", "--subject", "bad", "--subject", "good", "--config", file, "--jobs", "1",
                "--fail-fast", "--output", folder + "/out", "--quiet",
            ]) == 1)
        // The file's order counts: good came first and passed.
        #expect(try matrix().rows.map(\.name) == ["bad", "good"])
        #expect(
            try await Program.status(of: [
                "run", "--subject", "bad", "--subject", "unknown", "--config", file, "--jobs", "1",
                "--fail-fast", "--output", folder + "/fast", "--quiet",
            ]) == 1)
        #expect(try self.matrix("fast").rows.map(\.name) == ["bad"])
        #expect(try self.matrix("fast").missing == ["unknown"])
    }

    @Test func `Shards test each subject once, and merge says which shard was lost`() async throws {
        let file = try config(subjects)
        var seen: [String] = []
        for (index, expected) in zip(1...4, [0, 1, 0, 0] as [Int32]) {
            let status = try await Program.status(of: [
                "run", "--preset", "prod", "--config", file, "--shard", "\(index)/4", "--output",
                "\(folder)/shard-\(index)", "--quiet",
            ])
            #expect(status == expected)
            seen += try matrix("shard-\(index)").rows.map(\.name)
        }
        #expect(seen.sorted() == ["bad", "good"])
        let all = (1...4).map { "\(folder)/shard-\($0)" }
        #expect(try await Program.status(of: ["merge"] + all + ["--output", folder + "/all"]) == 1)
        let merged = try matrix("all")
        #expect(merged.rows.map(\.name) == ["bad", "good"])
        #expect(merged.missing.isEmpty)
        let lost = try #require(
            try (1...4).first { try matrix("shard-\($0)").rows.map(\.name) == ["bad"] })
        let rest = (1...4).filter { $0 != lost }.map { "\(folder)/shard-\($0)" }
        #expect(
            try await Program.status(of: ["merge"] + rest + ["--output", folder + "/rest"]) == 2)
        #expect(try matrix("rest").missing == ["bad"])
        // A folder that was copied in part is refused.
        try FileManager.default.removeItem(atPath: "\(folder)/shard-\(lost)/bad/report.json")
        #expect(
            try await Program.status(of: ["merge"] + all + ["--output", folder + "/part"]) == 64)
    }

    @Test(arguments: [
        ["--cloud", "simulated", "--cloud", "simulated", "--output", "o"],
        ["--cloud", "simulated", "--cloud", "simulated:backup-error"],
        ["--cloud", "simulated", "--resume"],
        ["--cloud", "simulated", "--jobs", "3"], ["--cloud", "simulated", "--shard", "1/2"],
        ["--preset", "nightly", "--cloud", "simulated", "--output", "o"],
        ["--preset", "nightly", "--subject", "x", "--output", "o"],
        ["--preset", "nightly", "--config", "/nonexistent.yaml", "--output", "o"],
        ["--all-regions", "--output", "o"],
        ["--cloud", "simulated", "--all-regions", "--region", "r", "--output", "o"],
        ["--preset", "nightly", "--shard", "0/2"], ["--preset", "nightly", "--jobs", "0"],
        [
            "--cloud", "simulated", "--cloud", "simulated:backup-error", "--output", "o",
            "--record", "r",
        ],
        [
            "--cloud", "simulated", "--cloud", "simulated:backup-error", "--output", "o",
            "--password-fd", "3",
        ],
        [
            "--cloud", "simulated", "--cloud", "simulated:backup-error", "--output", "o",
            "--password-prompt",
        ],
    ])
    func `Wrong usage ends with status 64 before any request`(_ arguments: [String]) async throws {
        let arguments = arguments.map { $0 == "o" ? folder + "/o" : $0 }
        #expect(try await Program.status(of: ["run", "scs-0103"] + arguments) == 64)
        #expect(!FileManager.default.fileExists(atPath: folder + "/o/matrix.json"))
    }
}
