// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import SCSCheck
import SCSHandover
import Testing
import TestSupport

@testable import SCSCheckCommand

/// A file that is damaged or a disk that is full says nothing about a cloud: 2, never 1.
struct ExitStatusTests {
    private let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    @Test func `What is damaged or cannot be read or written ends with status 2`() async throws {
        let folder = temporary.path
        for (name, bytes) in [
            ("odd", Data("{\"a\": 1}".utf8)), ("cut.gz", Data([0x1F, 0x8B, 8])),
            ("merged/matrix.json", Data("{}".utf8)), ("program", Data("#!/bin/sh\n".utf8)),
        ] {
            let file = temporary.url.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try bytes.write(to: file)
        }
        // Root may read any file, but no link that leads to itself.
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/link", withDestinationPath: folder + "/link")
        for line in [
            "render @odd", "render @odd --format html", "diff @odd @odd", "site @site @odd",
            "history import --history @new.db @odd", "history --history @odd",
            "diff last @odd --history @odd", "run scs-0103 --cloud simulated --history @odd",
            "judge @odd", "judge @cut.gz", "explain @cut.gz scs-0103-flavor-1l-1",
            "render @cut.gz", "merge @merged --output @joined", "sign @odd --key @odd",
            "check-plugin @program --facts @odd", "render @link", "judge @link", "verify @link",
            "run scs-0103 --cloud simulated --waivers @link",
            "run --scope @link --cloud simulated", "man /proc/nowhere",
        ] {
            let words = line.split(separator: " ").map { word in
                word.hasPrefix("@") ? "\(folder)/\(word.dropFirst())" : String(word)
            }
            #expect(try await Program.status(of: words) == 2, "\(line)")
        }
    }

    @Test(arguments: [
        "list", "list --format json", "flavor hello", "--version", "--help",
        "run scs-0103 --cloud simulated --quiet",
    ])
    func `A full disk behind standard output is never a success`(line: String) throws {
        let result = try ShellRun.bash("scs-check \(line) >/dev/full", in: temporary.url)
        #expect(result.status == 2, "\(line): \(result.output)")
        #expect(result.output.contains("No space left on device"), "\(result.output)")
    }

    @Test func `A reader that has gone is no failure`() throws {
        let result = try ShellRun.bash(
            "scs-check list | true; exit ${PIPESTATUS[0]}", in: temporary.url)
        #expect(result.status == 0, "\(result.output)")
    }

    @Test func `Errors that no command knows end with status 2`() {
        struct Odd: Error {}
        let errors: [(any Error, Int32)] = [
            (Odd(), 2), (CocoaError(.fileReadNoPermission), 2), (CommandFailure("x"), 2),
            (ValidationError("x"), 64), (ExitCode(1), 1), (ExitCode(3), 3),
            (CancellationError(), 130),
            (CleanExit.helpRequest(), 0),
            (PrivateFile.Unwritten(description: "x").asCommandError, 64),
            (PrivateFile.Unwritten(description: "x", isRefused: false).asCommandError, 2),
        ]
        for (error, status) in errors {
            #expect(Program.status(for: error).rawValue == status, "\(error)")
        }
    }
}
