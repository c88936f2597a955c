// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import SCSCheck
import Testing
import TestSupport

@testable import SCSCheckCommand
@testable import SCSSupport

/// The time limit of a whole run, as users set it.
struct TotalTimeTests {
    @Test func `A run out of time cleans up and reports what it did not reach`() async throws {
        let temporary = try TemporaryFolder()
        let arguments = [
            "run", "volume-backup", "--depth", "full", "--cloud", "simulated", "--total-time", "1",
            "--output", temporary.path,
        ]
        let command = try Program.command(arguments)
        let run = try #require(command as? RunCommand)
        let error = await #expect(throws: ExitCode.self) {
            try await InterfaceTerm.$given.withValue(InterfaceTerm.onCommandLine) {
                try await run.run()
            }
        }
        #expect(error?.rawValue == 2)
        let bytes = Array(
            try Data(contentsOf: URL(filePath: temporary.path + "/report.json")))
        let report = try JSONReport.read(bytes, file: "report.json")
        #expect(report.verdict == .abort && report.leftovers.isEmpty)
        // It was not interrupted: 130 is for signals.
        #expect(!report.run.interrupted)
        let unreached = report.testcases.filter { $0.reason == .interrupted }
        #expect(!unreached.isEmpty)
        #expect(unreached.allSatisfy { $0.message?.contains("(--total-time)") == true })
    }

    @Test(arguments: ["0", "-1", "604801", "1h"])
    func `An invalid time is wrong usage`(_ seconds: String) {
        #expect(throws: (any Error).self) {
            try Program.command(["run", "scs-0103", "--total-time=\(seconds)"])
        }
    }
}
