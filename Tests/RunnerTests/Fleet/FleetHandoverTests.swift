// SPDX-License-Identifier: Apache-2.0
import Foundation
import SCSFleet
import SCSHandover
import TestSupport
import Testing

@testable import SCSCheckCommand

/// What a run over many subjects hands over.
struct FleetHandoverTests {
    private let temporary: TemporaryFolder
    private var folder: String { temporary.path }

    init() throws { temporary = try TemporaryFolder() }

    private func config(_ defaults: String, _ preset: String = "") throws -> [String] {
        let path = folder + "/scs-check.yaml"
        let text = """
            defaults: {standards: [scs-0103], output: \(folder)/out, \(defaults)}
            subjects:
              good: {cloud: simulated}
              bad: {cloud: 'simulated:scs-0103-flavor-1l-1'}
              unknown: {cloud: no-such-cloud}
            presets:
              nightly: {subjects: ['*'], \(preset)}
              tested: {subjects: [good, bad], \(preset)}

            """
        try Data(text.utf8).write(to: URL(filePath: path))
        return ["run", "--config", path, "--quiet", "--preset"]
    }

    private func upload(to monitor: String) -> String {
        "upload: {monitor: '\(monitor)', user: scs, password-command: echo secret-1, queue: '\(folder)/q'}"
    }

    private func pending() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: folder + "/q").count
    }

    @Test func `All reports go in one request; each subject has evidence and a run in the history`()
        async throws
    {
        let monitor = try MonitorStandIn()
        let run = try config(
            "scope: iaas, key: \(try temporary.sshKey()), history: \(folder)/h.db, metrics: \(folder)/m.prom",
            "evidence: e.tar.gz, \(upload(to: monitor.url))")
        #expect(try await Program.status(of: run + ["nightly"]) == 1)
        #expect(monitor.bodies.count == 1)
        let body = try #require(monitor.bodies.first)
        #expect(body.hasPrefix("-----BEGIN SSH SIGNATURE-----\n"))
        #expect(body.components(separatedBy: "\nsubject: ").count == 3)
        #expect(body.contains("\nsubject: \"bad\"\n") && body.contains("\nsubject: \"good\"\n"))
        #expect(try pending() == 0)
        for name in ["good", "bad"] {
            let bundle = "\(folder)/out/\(name)/e.tar.gz"
            #expect(try await Program.status(of: ["verify", bundle]) == 0)
        }
        let history = try History.open(folder + "/h.db", creates: false)
        #expect(Set(try history.clouds()) == ["good", "bad"])
        let metrics = String(
            decoding: try Data(contentsOf: URL(filePath: folder + "/m.prom")), as: UTF8.self)
        for (name, cloud, status) in [
            ("good", "simulated", 0), ("bad", "simulated:scs-0103-flavor-1l-1", 1),
            ("unknown", "no-such-cloud", 2),
        ] {
            let labels = "{subject=\"\(name)\",cloud=\"\(cloud)\"}"
            #expect(metrics.contains("scs_check_run_exit_status\(labels) \(status)\n"))
        }
        #expect(metrics.components(separatedBy: "# TYPE scs_check_testcase_result ").count == 2)
    }

    @Test func `A monitor that takes nothing fails the command, and the reports stay queued`()
        async throws
    {
        let monitor = try MonitorStandIn(status: 401)
        let run = try config(
            "scope: iaas, key: \(try temporary.sshKey()), \(upload(to: monitor.url))")
        #expect(try await Program.status(of: run + ["tested"]) == 2)
        #expect(monitor.bodies.count == 1)
        #expect(try pending() == 1)
        let taking = try MonitorStandIn()
        let other = [
            "--monitor", taking.url, "--key", folder + "/key", "--monitor-user", "scs",
            "--monitor-password-command", "echo x", "--uploads", folder + "/q",
        ]
        #expect(try await Program.status(of: run + ["tested"] + other) == 1)
        #expect(taking.bodies.count == 1)
        #expect(try pending() == 1)
    }

    @Test(arguments: [
        ("upload: {monitor: 'https://m.example', user: u}", []),
        ("upload: {monitor: 'https://m.example'}, key: k", []),
        ("upload: {monitor: 'https://u:secret-1@m.example', user: u}, key: k", []),
        ("upload: {user: u}", []), ("upload: {monitor: 'https://m.example', password: p}", []),
        ("evidence: ../e.tar.gz", []), ("evidence: e.zip", []), ("metrics: m.txt", []),
        ("jobs: 2", ["--monitor-subject", "s"]), ("jobs: 2", ["--key", "k"]),
        ("jobs: 2", ["--evidence", "a/b.tar.gz"]),
    ])
    func `What cannot be handed over ends with status 64 before any request`(
        _ defaults: String, _ arguments: [String]
    ) async throws {
        let run = try config("scope: iaas, \(defaults)")
        let own = defaults.contains("upload") ? ["--uploads", folder + "/q"] : []
        #expect(try await Program.status(of: run + ["tested"] + arguments + own) == 64)
        #expect(!FileManager.default.fileExists(atPath: folder + "/out/matrix.json"))
    }

    @Test func `A subject without a scope is refused, as the monitor takes no result of it`()
        async throws
    {
        let run = try config("key: \(try temporary.sshKey()), \(upload(to: "https://m.example"))")
        #expect(try await Program.status(of: run + ["tested"]) == 64)
    }
}
