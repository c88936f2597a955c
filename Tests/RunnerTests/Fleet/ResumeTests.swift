// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import SCSCheck
import SCSFleet
import TestSupport
import Testing

@testable import SCSCheckCommand

/// Runs over many subjects that go on where an earlier one ended.
struct ResumeTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws { temporary = try TemporaryFolder() }

    private func run(_ cloud: String, preset: String = "nightly") throws -> [String] {
        let path = folder + "/scs-check.yaml"
        let text = """
            defaults:
              {scope: iaas, standards: [scs-0103, scs-0117-test-backup], output: \(folder)/out}
            subjects: {one: {cloud: '\(cloud)'}, two: {cloud: simulated}}
            presets: {nightly: {subjects: [one, two]}, other: {subjects: one}}

            """
        try Data(text.utf8).write(to: URL(filePath: path))
        return ["run", "--config", path, "--quiet", "--preset", preset]
    }

    private func report(_ subject: String) throws -> Report {
        let file = "\(folder)/out/\(subject)/report.json"
        return try JSONReport.read(Array(try Data(contentsOf: URL(filePath: file))), file: file)
    }

    private func edit(_ subject: String, _ old: String, _ new: String) throws {
        let file = URL(filePath: "\(folder)/out/\(subject)/report.json")
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(text.contains(old))
        try Data(text.replacing(old, with: new).utf8).write(to: file)
    }

    @Test
    func `Only what could not be found out is tested again, and the rest says where it is from`()
        async throws
    {
        #expect(try await Program.status(of: try run("simulated:quota-full")) == 2)
        let (first, other) = (try report("one"), try report("two"))
        let backup = "scs-0117-test-backup"
        #expect(first.testcases.first { $0.id == backup }?.verdict == .abort)
        #expect(
            try await Program.status(of: try run("simulated") + ["--resume"]) == 0)
        let second = try report("one")
        #expect(second.verdict == .pass && second.run.id != first.run.id)
        #expect(second.testcases.map(\.id).sorted() == first.testcases.map(\.id).sorted())
        for testcase in second.testcases where testcase.verdict == .pass {
            #expect(testcase.carriedOver?.run == (testcase.id == backup ? nil : first.run.id))
            let before = first.testcases.first { $0.id == testcase.id }
            if testcase.id != backup { #expect(testcase.validUntil == before?.validUntil) }
        }
        #expect(try report("two").run.id == other.run.id)
        // Nothing is open any more, so nothing is tested.
        #expect(try await Program.status(of: try run("simulated") + ["--resume"]) == 0)
        #expect(try report("one").run.id == second.run.id)
        // Another version of the program found it out: everything is tested again.
        try edit("two", #""version" : "\#(Version.current)""#, #""version" : "0.0.9""#)
        #expect(try await Program.status(of: try run("simulated") + ["--resume"]) == 0)
        #expect(try report("two").run.id != other.run.id)
        #expect(try report("two").testcases.allSatisfy { $0.carriedOver == nil })
        // Another preset is another run.
        #expect(
            try await Program.status(of: try run("simulated", preset: "other") + ["--resume"])
                == 64)
    }

    @Test func `A result counts until it expires, and only in the same scope, selection and cloud`()
        async throws
    {
        let status = try await Program.status(of: [
            "run", "--scope", "iaas", "scs-0103", "--cloud", "simulated", "--quiet", "--output",
            folder + "/out/one",
        ])
        #expect(status == 0)
        let report = try report("one")
        let registry = try CheckProgram.current.registry()
        let options = try ScopeOptions.parse(["--scope", "iaas"])
        let plan = try #require(
            try options.plan(
                registry, selectors: ["scs-0103"], subject: "one", now: Date(), programs: false))
        let terms = Resumption.Terms(
            selection: ["scs-0103"], excluded: [], exitStatusRule: .all, tool: report.tool,
            authURL: report.subject.authURL, region: "simulated")
        func resumption(_ report: Report, _ terms: Resumption.Terms) throws -> Resumption {
            try Resumption(report, of: plan, by: terms, now: Date())
        }
        let all = try resumption(report, terms)
        #expect(all.open.isEmpty && all.kept.count > 10)
        #expect(all.plan(of: plan).runs.isEmpty)

        var expired = report
        expired.testcases[0].validUntil = "2020-01-01T00:00:00Z"
        #expect(try resumption(expired, terms).open == [report.testcases[0].id])
        var interrupted = report
        interrupted.run.interrupted = true
        interrupted.exitStatus = 130
        #expect(try resumption(interrupted, terms).whole.exitStatus == 0)

        let others: [(String, (inout Report, inout Resumption.Terms) -> Void)] = [
            (
                "program",
                {
                    $1.tool.version = "9"; $1.tool.program = nil; $0.tool.program = nil
                }
            ),
            ("scope", { report, _ in report.assessment?.sha256 = "0123" }),
            ("scope", { report, _ in report.assessment = nil }),
            ("selection", { $1.selection = [] }), ("exclusion", { $1.excluded = ["x"] }),
            ("setting of parameters", { $1.parameters = ["scs-0101.guest-image": "x"] }),
            ("depth", { report, _ in report.run.depth = .full }),
            ("rule of the exit status", { $1.exitStatusRule = .certificate }),
            ("Keystone", { $1.authURL = "https://other.example" }),
            ("region", { $1.region = "west" }),
        ]
        for (name, change) in others {
            var (report, terms) = (report, terms)
            change(&report, &terms)
            let error = #expect(throws: Resumption.Changed.self) {
                try resumption(report, terms)
            }
            #expect(error?.description.hasPrefix("the \(name) was ") == true)
        }
    }
}
