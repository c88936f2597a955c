// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import TestSupport

@testable import SCSCheckCommand

/// Sites and pages of many clouds as the command line writes them.
struct SiteCommandTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }
    private var site: String { folder + "/site" }

    init() throws { temporary = try TemporaryFolder() }

    private func run(_ arguments: [String] = []) async throws -> Int32 {
        try await Program.status(
            of: [
                "run", "scs-0103", "--cloud", "simulated", "--quiet", "--output",
                folder + "/report",
            ]
                + arguments)
    }

    @Test func `A site needs a history or reports, not both, and a sensible number of runs`()
        async throws
    {
        #expect(try await Program.status(of: ["site", site]) == 64)
        #expect(try await Program.status(of: ["site", site, folder]) == 64)
        #expect(
            try await Program.status(of: ["site", site, "--history", folder + "/none.db"]) == 64)
        #expect(try await run(["--history", folder + "/nights.db"]) == 0)
        let history = ["--history", folder + "/nights.db"]
        #expect(try await Program.status(of: ["site", site, folder + "/report"] + history) == 64)
        #expect(try await Program.status(of: ["site", site, "--limit", "0"] + history) == 64)
        #expect(try await Program.status(of: ["site", site, "--cloud", "other"] + history) == 64)
        #expect(!FileManager.default.fileExists(atPath: site))
    }

    @Test func `A site of a history and one of folders are readable for a web server`() async throws
    {
        #expect(try await run(["--history", folder + "/nights.db"]) == 0)
        for source in [["--history", folder + "/nights.db"], [folder + "/report"]] {
            #expect(try await Program.status(of: ["site", site] + source) == 0)
            let files = try FileManager.default.subpathsOfDirectory(atPath: site).sorted()
            #expect(
                files == [
                    "clouds", "clouds/simulated.html", "index.html", "reports",
                    "reports/simulated.html",
                ])
            let attributes = try FileManager.default.attributesOfItem(atPath: site + "/index.html")
            #expect((attributes[.posixPermissions] as? Int) == 0o644)
        }
    }

    @Test func `What scs-check did not write is not replaced, and no link is followed`()
        async throws
    {
        #expect(try await run() == 0)
        try FileManager.default.createDirectory(
            atPath: site, withIntermediateDirectories: true)
        try Data("<!DOCTYPE html>mine".utf8).write(to: URL(filePath: site + "/index.html"))
        #expect(try await Program.status(of: ["site", site, folder + "/report"]) == 64)
        #expect(
            try await Program.status(of: ["site", site, folder + "/report", "--overwrite"]) == 0)
        try FileManager.default.removeItem(atPath: site + "/clouds")
        try FileManager.default.createSymbolicLink(
            atPath: site + "/clouds", withDestinationPath: folder)
        #expect(try await Program.status(of: ["site", site, folder + "/report"]) == 64)
    }

    @Test func `A matrix is a page where the formats have HTML, also after a merge`() async throws {
        let out = folder + "/out"
        let run = [
            "run", "scs-0103", "--cloud", "simulated", "--cloud", "simulated:scs-0103-flavor-1l-1",
            "--output", out, "--quiet",
        ]
        #expect(try await Program.status(of: run) == 1)
        #expect(!FileManager.default.fileExists(atPath: out + "/matrix.html"))
        for _ in 0..<2 { #expect(try await Program.status(of: run + ["--format", "html"]) == 1) }
        let page = try String(contentsOfFile: out + "/matrix.html", encoding: .utf8)
        #expect(page.contains("<a href=\"simulated/report.html\">"))
        #expect(try await Program.status(of: ["merge", out, "--output", folder + "/all"]) == 1)
        #expect(!FileManager.default.fileExists(atPath: folder + "/all/matrix.html"))
        #expect(
            try await Program.status(of: [
                "merge", out, "--output", folder + "/all", "--format", "html",
            ]) == 1)
        #expect(FileManager.default.fileExists(atPath: folder + "/all/simulated/report.html"))
        try Data("mine".utf8).write(to: URL(filePath: out + "/matrix.html"))
        #expect(try await Program.status(of: run + ["--format", "html"]) == 64)
    }
}
